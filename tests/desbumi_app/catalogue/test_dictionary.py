from pathlib import Path

from desbumi_app.catalogue.dictionary import data_dictionary
from desbumi_app.catalogue.tables import load_catalogue

DOCS = Path(__file__).parents[3] / "docs"


def test_the_data_dictionary_in_docs_is_fresh():
    assert (DOCS / "data-dictionary.md").read_text("utf-8") == data_dictionary(load_catalogue())


def test_the_data_dictionary_names_every_field_once_with_its_basis():
    page = data_dictionary(load_catalogue())
    for table in load_catalogue().tables:
        section = page.split(f"### {table.no} `{table.name}`:")[1].split("\n### ")[0]
        for one in table.fields:
            rows = [line for line in section.splitlines() if line.startswith(f"| {one.no} | `{one.name}`")]
            assert len(rows) == 1
            assert one.legal_basis in rows[0]
