"""The command line as a technician scripts it: real processes, real files, one message in two languages for each failure."""

import json
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import HEADER, cells, write_opensid_workbook
from desbumi_app.words_compile import compile_all
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.terminal import as_nobody, command, desbumi, environment

GOOD = "empat kata acak kami"


@pytest.fixture(scope="session", autouse=True)
def compiled():
    compile_all()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A village as a technician finds it: production keyring, closed."""
    folder = tmp_path_factory.mktemp("village")
    bootstrap.lock(bootstrap.set_up(folder, a_village(), RecordedClock()).office)
    return folder


@pytest.fixture
def village(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "village"))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("list") / "penduduk.xlsx"
    write_opensid_workbook(path, generate(7, 40, SUKACONTOH))
    return path


def bring(village, workbook, *more, **variables):
    given = {"DESBUMI_PASSPHRASE": GOOD} if not more and not variables else {}
    return desbumi("import", workbook, "--register", village / "sukacontoh.db", *more, **given, **variables)


def people_in(village):
    files = bootstrap.Files(village, "sukacontoh")
    office = bootstrap.unlock(files, "sari", GOOD, RecordedClock())
    try:
        return office.register.count("people")
    finally:
        bootstrap.lock(office)


def test_import_prints_its_counts_as_json_and_they_are_what_is_stored(village, workbook):
    said = bring(village, workbook)
    assert said.code == 0, said.err
    counts = json.loads(said.out)
    assert list(counts) == ["in", "new", "filled", "skipped", "rejected"]
    assert counts["in"] == 40 == counts["new"] + counts["filled"] + counts["skipped"] + counts["rejected"]
    assert people_in(village) == counts["new"] > 0
    assert "hamil" in said.err
    again = json.loads(bring(village, workbook).out)
    assert (again["new"], again["filled"]) == (0, 0)


def test_a_passphrase_comes_from_a_file_too_and_no_argument_takes_one(village, workbook, tmp_path):
    secret = tmp_path / "kata"
    secret.write_text(GOOD + "\n", encoding="utf-8")
    assert bring(village, workbook, "--passphrase-file", secret).code == 0
    secret.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n")  # as Notepad writes it
    assert bring(village, workbook, "--passphrase-file", secret).code == 0
    assert (
        bring(village, workbook, "--passphrase-file", tmp_path / "tidak-ada").failure == "[passphrase_file]"
    )
    assert bring(village, workbook, "--passphrase", GOOD).code == 2
    assert (bring(village, workbook, DESBUMI_NOTHING="").code, people_in(village) > 0) == (3, True)


@pytest.mark.parametrize("kind", ["district", "case_team"])
def test_a_list_is_brought_into_no_book_but_a_village_s(workbook, tmp_path, kind):
    admin = NewUser("admin", "Admin", "Petugas", frozenset({"officer", "case_officer"}), GOOD)
    new = NewOffice(kind, "sukacontoh", "Kab. Rekajaya", "Provinsi Contoh", (admin,))
    bootstrap.lock(bootstrap.set_up(tmp_path, new, RecordedClock()).office)
    before = (tmp_path / "sukacontoh.db").read_bytes()
    said = bring(tmp_path, workbook)
    assert (said.code, said.out, said.failure) == (4, "", "[not_a_village]")
    assert said.err.startswith("Ini bukan buku desa;")
    assert (tmp_path / "sukacontoh.db").read_bytes() == before


def test_no_findings_line_names_a_person(village, workbook):
    said = bring(village, workbook)
    for one in generate(7, 40, SUKACONTOH):
        assert one.nik not in said.err
        assert one.name.upper() not in said.err.upper()


def test_a_wrong_passphrase_is_said_in_both_languages_and_changes_nothing(village, workbook):
    before = (village / "sukacontoh.db").read_bytes()
    said = bring(village, workbook, DESBUMI_PASSPHRASE="salah")
    assert (said.code, said.out, said.failure) == (3, "", "[wrong_passphrase]")
    indonesian, english, _code = said.err.rstrip().split("\n")
    assert indonesian.startswith("Kata sandi tidak cocok.")
    assert english.startswith("The password does not match. Nothing has changed.")
    assert (village / "sukacontoh.db").read_bytes() == before
    assert bring(village, workbook, "--user", "siapa", DESBUMI_PASSPHRASE=GOOD).failure == "[no_such_user]"


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[: -5 * 4096 - 100])


def gone(path):
    path.unlink()


def plain(path):
    path.write_bytes(b"SQLite format 3\0" + bytes(8176))


@pytest.mark.parametrize(
    ("harm", "suffix", "failures"),
    [
        (cut, ".db", {"[cut]", "[damaged]"}),
        (gone, ".db", {"[missing]"}),
        (plain, ".db", {"[not_a_register]", "[wrong_key]"}),
        (flip, ".keys", {"[keyring_damaged]", "[keyring_tampered]"}),
        (gone, ".keys", {"[keyring_missing]"}),
    ],
)
def test_a_harmed_file_is_named_and_left_as_it_is(village, workbook, harm, suffix, failures):
    file = village / f"sukacontoh{suffix}"
    harm(file)
    before = file.read_bytes() if file.exists() else None
    said = bring(village, workbook)
    assert (said.code, said.failure in failures) == (4, True), said.err
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_lost_profile_keeps_no_script_from_the_book_and_is_written_anew(village, workbook):
    gone(village / "sukacontoh.profile.json")
    assert bring(village, workbook).code == 0
    assert b"Desa Sukacontoh" in (village / "sukacontoh.profile.json").read_bytes()


def test_a_spoiled_mark_is_told_to_a_script_and_the_book_opens(village, workbook):
    (village / "sukacontoh.mark").write_bytes(b"not ours")
    said = bring(village, workbook)
    assert (said.code, "[mark_renewed]" in said.err) == (0, True)


def test_damage_in_the_middle_of_the_register_is_found(village, workbook):
    assert bring(village, workbook).code == 0
    data = bytearray((village / "sukacontoh.db").read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 + 100] ^= 1
    (village / "sukacontoh.db").write_bytes(data)
    assert (bring(village, workbook).code, bring(village, workbook).failure) == (4, "[damaged]")


def test_somebody_elses_keyring_is_refused(village, workbook, tmp_path):
    other = bootstrap.set_up(tmp_path / "other", a_village(), RecordedClock()).office
    bootstrap.lock(other)
    shutil.copy(other.files.keyring, village / "sukacontoh.keys")
    said = bring(village, workbook)
    assert (said.code, said.failure) == (4, "[someone_elses_keyring]")


def test_a_list_without_a_header_row_is_refused_whole(village, tmp_path):
    import xlsxwriter

    path = tmp_path / "tanpa-kepala.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, one in enumerate(generate(7, 5, SUKACONTOH)):
            for column, text in enumerate(cells(one).values()):
                sheet.write_string(row, column, text)
    said = bring(village, path)
    assert (said.code, said.failure) == (5, "[workbook_no_header]")
    assert people_in(village) == 0
    (tmp_path / "surat.xlsx").write_bytes(b"bukan Excel")
    assert bring(village, tmp_path / "surat.xlsx").code == 5


def test_a_nik_cut_by_excel_rejects_its_row_and_a_birth_in_the_future_is_left_out(village, tmp_path):
    import xlsxwriter

    path, three = tmp_path / "rusak.xlsx", generate(7, 12, SUKACONTOH)[-3:]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for row, one in enumerate(three, start=1):
            for column, (name, text) in enumerate(cells(one).items()):
                if name == "nik" and row == 1:
                    sheet.write_number(row, column, float(one.nik[:15] + "0"))
                elif name == "tanggallahir" and row == 2:
                    sheet.write_string(row, column, "2039-01-01")
                else:
                    sheet.write_string(row, column, text)
    said = bring(village, path)
    counts = json.loads(said.out)
    assert (said.code, counts["in"], counts["rejected"]) == (0, 3, 1)
    assert {"Baris 2", "Baris 3"} <= {line.split(" / ")[0] for line in said.err.split("\n")}
    office = bootstrap.unlock(bootstrap.Files(village, "sukacontoh"), "sari", GOOD, RecordedClock())
    born = {person["nik"]: person["born_on"] for person in office.register.rows_where("people")}
    bootstrap.lock(office)
    assert born == {three[1].nik: None, three[2].nik: three[2].born}


def test_a_folder_without_rights_says_so(workbook, made):
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name) / "village"
        shutil.copytree(made, folder)
        shutil.copy(workbook, name)
        Path(name).chmod(0o755)
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        said = as_nobody(
            "import",
            Path(name) / workbook.name,
            "--register",
            folder / "sukacontoh.db",
            DESBUMI_PASSPHRASE=GOOD,
        )
        folder.chmod(0o755)
    assert (said.code, said.failure) == (6, "[read_only]"), said.err


# A disk of two megabytes in a name space of its own; what is left of the village on it is brought out afterwards.
SMALL = (
    "mount -t tmpfs -o size=2m small {0}/disk && cp -r {0}/village {0}/disk/ || exit 99; "
    '"$@"; code=$?; cp -r {0}/disk/village {0}/after; exit $code'
)
LIMITED = 'mkdir {0}/disk && mv {0}/village {0}/disk/ || exit 99; ulimit -f 1500; "$@"; code=$?; mv {0}/disk/village {0}/after; exit $code'
MAY_MOUNT = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
NO_ROOM = [(("sh", "-c"), LIMITED, "[disk_error]")]
if MAY_MOUNT:
    NO_ROOM.append((("unshare", "-rm", "sh", "-c"), SMALL, "[disk_full]"))


@pytest.mark.parametrize(("shell", "script", "failure"), NO_ROOM, ids=["limited", "full"][: len(NO_ROOM)])
def test_a_disk_that_takes_no_more_stores_nothing_half(village, tmp_path, shell, script, failure):
    many, disk = tmp_path / "banyak.xlsx", tmp_path / "disk"
    write_opensid_workbook(many, generate(7, 2_000, SUKACONTOH))
    if failure == "[disk_full]":
        disk.mkdir()
    said = desbumi(
        "import",
        many,
        "--register",
        disk / "village" / "sukacontoh.db",
        prefix=(*shell, script.format(tmp_path), "sh"),
        DESBUMI_PASSPHRASE=GOOD,
    )
    assert (said.code, said.out, said.failure) == (6, "", failure), said.err
    assert people_in(tmp_path / "after") == 0


def test_output_to_a_full_disk_is_a_failure_too():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("data-dictionary"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
            check=False,
        )
    assert done.returncode == 6
    assert "[disk_full]" in done.stderr


def test_a_port_in_use_is_said_and_the_relay_ends(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = desbumi("relay", "--data", tmp_path, "--port", taken.getsockname()[1])
    assert (said.code, said.failure) == (8, "[port_in_use]")
    assert (
        desbumi("relay", "--data", tmp_path, "--port", "0", "--host", "0.0.0.0").failure == "[tls_required]"
    )


@pytest.mark.parametrize("port", ["70000", "-1", "65536", "x", "", "٣"])
def test_a_port_that_is_none_is_a_wrong_argument(tmp_path, port):
    said = desbumi("relay", "--data", tmp_path / "relay", f"--port={port}")
    assert (said.code, said.out, (tmp_path / "relay").exists()) == (2, "", False)
    assert "A port is a whole number from 0 to 65535." in said.err


@pytest.mark.parametrize("half", ["--certificate", "--key"])
def test_half_of_a_certificate_serves_nothing(tmp_path, half):
    said = desbumi("relay", "--data", tmp_path / "relay", "--port", "0", half, tmp_path / "a.pem", timeout=20)
    assert (said.code, said.out, (tmp_path / "relay").exists()) == (2, "", False)
    assert said.err.startswith("Sertifikat perlu kuncinya:")


def test_a_relay_says_where_it_listens_and_ends_cleanly(tmp_path):
    with subprocess.Popen(
        command("relay", "--data", tmp_path / "relay", "--port", "0"),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as relay:
        assert relay.stdout is not None
        words = relay.stdout.readline().split()
        relay.terminate()
        assert (words[:3], relay.wait(20)) == (["desbumi", "relay", "127.0.0.1"], 0)


def test_resources_agree_and_the_dictionary_is_printed():
    said = desbumi("check-resources")
    assert said.code == 0, said.out
    assert "0 kesalahan" in said.out
    assert desbumi("data-dictionary").out.startswith("# Data dictionary")
    assert "people" in {table.name for table in load_catalogue().tables}


def test_a_changed_promise_is_a_fault(tmp_path):
    released = json.loads(
        (Path(__file__).parents[1] / "registers" / "format-1.json").read_text(encoding="utf-8")
    )
    released["tables"]["1"]["store"] = "cases"
    (tmp_path / "format-1.json").write_text(json.dumps(released), encoding="utf-8")
    said = desbumi("check-resources", "--released", tmp_path)
    assert (said.code, "released_table_changed" in said.out) == (10, True)
    (tmp_path / "format-1.json").unlink()
    said = desbumi("check-resources", "--released", tmp_path)
    assert (said.code, "no_released_format" in said.out) == (10, True)


def test_a_copy_without_a_window_says_so():
    done = subprocess.run(
        [
            command()[0],
            "-c",
            "import sys; from desbumi_app.cli import main; sys.exit(main(['self-test'], {}))",
        ],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "[no_window]" in done.stderr) == (12, True)


def test_a_village_that_never_joined_says_so_and_keeps_its_work(village):
    said = desbumi("sync", "--register", village / "sukacontoh.db", DESBUMI_PASSPHRASE=GOOD)
    assert (said.code, said.out, said.failure) == (11, "", "[not_joined]")


def test_findings_on_the_terminal_hold_no_word_of_a_row(village, tmp_path):
    path = tmp_path / "geser.csv"
    path.write_text(
        "nama;nik;sex;nama ibu;ibu_nik\nSiti;9901015406980001;Inaq Rahasia;Inaq Rahasia;9901015406980001\n",
        encoding="utf-8",
    )
    said = bring(village, path)
    assert said.code == 0
    assert "Baris 2" in said.err
    assert "Rahasia" not in said.err
    assert "9901015406980001" not in said.err


def test_beside_a_stranger_s_package_of_our_names_nothing_runs(tmp_path):
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "__init__.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    done = subprocess.run(
        command("check-resources"),
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith("Di folder ini ada db milik program lain. Tidak ada yang berubah.")
    assert done.stderr.rstrip().endswith("[not_ours]")
