import pytest

from desbumi_app.catalogue.load import CatalogueError, head, read_document
from desbumi_app.catalogue.tables import Catalogue, read_table
from tests.desbumi_app.catalogue.sources import Overlaid, edited, edited_field, shipped


def fault_of(catalogue: Catalogue, table: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        catalogue.table(table)
    return caught.value


def test_an_unknown_key_is_refused_with_file_line_and_key():
    catalogue = edited_field("fields/people", "nik", 'required = "gate:candidate"', "compulsory = true")
    fault = fault_of(catalogue, "people")
    line = shipped("fields/people").splitlines().index('name = "nik"') + 1
    assert (fault.code, fault.file, fault.key) == ("unknown_key", "fields/people.toml", "nik.compulsory")
    assert line < fault.line < line + 12


def test_an_unknown_key_of_an_inner_table_is_refused():
    catalogue = edited_field("fields/people", "rt", "limits = { max_bytes = 3 }", "limits = { most = 3 }")
    assert fault_of(catalogue, "people").code == "unknown_key"


def test_an_unknown_block_is_refused():
    catalogue = edited("fields/people", "[table]", "[secret]\nx = 1\n\n[table]")
    fault = fault_of(catalogue, "people")
    assert (fault.code, fault.key, fault.line) == ("unknown_key", "secret", 3)


def test_a_reused_number_is_refused():
    catalogue = edited_field("fields/people", "nik", "no = 2", "no = 1")
    fault = fault_of(catalogue, "people")
    assert (fault.code, fault.detail) == ("used_twice", "1")


def test_a_reused_name_is_refused():
    catalogue = edited_field("fields/people", "nik_status", 'name = "nik_status"', 'name = "nik"')
    assert fault_of(catalogue, "people").code == "used_twice"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_label_missing_in_one_language_is_refused(language):
    word = '"Nama"' if language == "id" else '"Name"'
    catalogue = edited_field("fields/people", "name", word, '" "')
    fault = fault_of(catalogue, "people")
    assert (fault.code, fault.key, fault.detail) == ("label_missing", "name.label", language)


@pytest.mark.parametrize("key", ["sensitivity", "purpose", "merge", "legal_basis", "source", "certainty"])
def test_a_field_without_its_reasons_is_refused(key):
    block = shipped("fields/people").split("[[field]]")[1]
    line = next(line for line in block.splitlines() if line.startswith(f"{key} = "))
    fault = fault_of(edited_field("fields/people", "name", line + "\n", ""), "people")
    assert (fault.code, fault.key) == ("key_missing", f"name.{key}")


@pytest.mark.parametrize(
    ("field", "old", "new", "code"),
    [
        ("skills", "many = true\n", "", "many_needs_set"),
        ("name", 'merge = "guarded"', 'merge = "set"', "many_needs_set"),
        ("sex", 'values = "sexes"\n', "", "choice_needs_values"),
        ("photo_id", 'to = "attachments"\n', "", "ref_needs_to"),
        ("landline", "until = 1", "until = 0", "until_before_since"),
        ("sex", 'kind = "choice"', 'kind = "option"', "unknown_value"),
        ("name", 'letter = "teks"', 'letter = "besar"', "unknown_value"),
        ("name", "no = 1", 'no = "1"', "wrong_type"),
        ("name", "no = 1", "no = true", "wrong_type"),
        ("occupation_note", '{ occupation = ["other"] }', "{ occupation = [] }", "empty_list"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(field, old, new, code):
    assert fault_of(edited_field("fields/people", field, old, new), "people").code == code


def test_a_table_under_another_name_is_refused():
    fault = fault_of(edited("fields/drops", 'name = "drops"', 'name = "gifts"'), "drops")
    assert fault.code == "name_differs_from_file"


def test_a_title_or_parent_that_names_no_field_is_refused():
    assert (
        fault_of(edited("fields/people", 'title = ["name"', 'title = ["nam"'), "people").code
        == "unknown_field"
    )
    broken = edited("fields/contacts", 'field = "person_id"', 'field = "human_id"')
    assert fault_of(broken, "contacts").code == "unknown_field"


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"\xff", "not_utf8"), (b"a = ", "not_toml"), (b"a = 1", "block_missing")],
)
def test_a_damaged_file_is_an_error_with_its_name(body, code):
    with pytest.raises(CatalogueError) as caught:
        head(read_document(Overlaid({"fields/drops": body}), "fields", "drops"), "table")
    assert (caught.value.code, caught.value.file) == (code, "fields/drops.toml")


def test_a_missing_file_is_an_error_with_its_name():
    with pytest.raises(CatalogueError, match="resource_missing"):
        read_table(Overlaid({}), "nothing")
