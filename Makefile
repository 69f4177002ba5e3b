# One command per need. `make demo` and `make test` do all set-up on a fresh machine themselves.
PY := .venv/bin/python
.PHONY: demo test setup-run setup-test check unit run bench soak build words papers lock clean

demo: setup-run        ## the main job from census to united register; leaves papers, pictures and transcript in build/demo
	$(PY) -m desbumi_app demo --out build/demo

test: setup-test check unit   ## formatting, lint, types, layers, resources, all tests

setup-run:
	@.ci/setup run
setup-test:
	@.ci/setup test

check:
	.venv/bin/ruff format --check -q .
	.venv/bin/ruff check -q .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m desbumi_app check-resources --released tests/registers

unit:
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 -q

run: setup-run         ## the window
	$(PY) -m desbumi_app

bench: setup-test      ## ratios against floors measured in the same run: build/bench.json
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench --out build/bench.json

soak: setup-test       ## the exhaustive versions of the property tests
	DESBUMI_SOAK=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0 -q

build: setup-test      ## the frozen one-folder program, which then tests itself
	.venv/bin/pyinstaller --noconfirm --log-level ERROR --distpath build/dist --workpath build/pyinstaller build.spec
	env -i HOME=/nonexistent QT_QPA_PLATFORM=offscreen build/dist/desbumi/desbumi self-test
	@du -sh build/dist/desbumi

words:                 ## compile the message catalogues after editing a .po file
	$(PY) -m desbumi_app.words_compile

papers:                ## draw all papers with invented people into docs/papers and docs/pictures
	$(PY) -m tests.papers --all docs/papers/all.png --sheet docs/pictures/papers.png

lock:                  ## write the hashed requirement files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra desk --extra relay --extra setup pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra desk --extra relay --extra setup --extra signatures --extra dev pyproject.toml -o requirements/test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra relay pyproject.toml -o requirements/relay.txt

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
