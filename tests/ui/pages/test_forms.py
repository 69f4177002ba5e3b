"""Empty forms: printed with their code, and a filled one typed in from paper, in the order and under the numbers of the paper."""

import pytest
from PySide6.QtCore import Qt

from desbumi_app.usecases.blank_form import draw_form, list_forms, read_form_code
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.record_kinds import KINDS
from tests.desbumi_app.documents.reading import text_of
from tests.desbumi_app.usecases.letters import a_candidate
from tests.desbumi_app.usecases.test_blank_form import CODE
from ui import printing
from ui.models.paper_twin import PAGES, kinds_of, offered, typed_from
from ui.models.record import plans_of
from ui.pages.forms_page import FormsPage
from ui.pages.record_page import RecordPage

SLOW = 20000


@pytest.fixture
def page(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    made = FormsPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    qtbot.waitUntil(lambda: made._pdf is not None, timeout=SLOW)
    return made


def code_of(room, table, step=""):
    return room.run(lambda office: CODE.search(text_of(draw_form(office, table, step).pdf, 0))[0])


def read(qtbot, page, code):
    page.code.setFocus()
    page.code.setText(code)
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.form is not None, timeout=SLOW)


def test_chosen_form_is_printed_with_its_code_and_looking_is_no_print(qtbot, room, page, tmp_path):
    def prints():
        lines = room.run(lambda office: list(office.register.audit_lines()))
        return [(line.purpose, line.detail) for line in lines if line.kind in ("print", "export")]

    page.show_form("contacts/")
    qtbot.waitUntil(lambda: "Kontak keluarga" in text_of(page._pdf, 0), timeout=SLOW)
    assert CODE.search(text_of(page._pdf, 0))[0]
    assert prints() == []
    page.save(str(tmp_path / "formulir.pdf"))
    qtbot.waitUntil(lambda: prints() == [("save_paper", "blank_form")], timeout=SLOW)
    assert (tmp_path / "formulir.pdf").read_bytes() == page._pdf


def test_code_opens_the_form_of_a_person_in_the_order_of_the_paper(qtbot, room, page, ways):
    candidate = room.run(a_candidate)
    code = code_of(room, "contacts")
    read(qtbot, page, code.lower())
    assert (page.who._picks, page.who._adds) == (
        True,
        False,
    )  # Enter chooses; nobody is added by a family's form
    page.who.opened.emit(candidate.person)
    way, typed = next(went for went in ways.went if went[0] == "typed_in")
    assert (way, typed.kind, typed.person, typed.code) == ("typed_in", "contact", candidate.person, code)
    form = room.run(lambda office: read_form_code(office, code))
    assert typed.paper == tuple(f"contacts.{one.name}" for one in form.fields)


def test_typed_record_is_stored_and_names_the_paper_it_came_from(qtbot, room, ways):
    candidate, code = room.run(a_candidate), code_of(room, "contacts")
    form = room.run(lambda office: read_form_code(office, code))
    made = RecordPage(room.desk, ways, typed_from(form, "contact", candidate.person, code))
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(made.steps), timeout=SLOW)
    labels = [one.label.text().replace("&", "") for one in made.steps[0].form.fields.values()]
    assert [one.partition(".")[0] for one in labels] == [str(n + 1) for n in range(len(labels))]
    made.steps[0].fill({"contacts.name": "Rahmah Contoh", "contacts.relation": "mother"})
    before = room.run(lambda office: len(related_rows(office, candidate.person)["contacts"]))
    made.record()
    qtbot.waitUntil(
        lambda: room.run(lambda office: len(related_rows(office, candidate.person)["contacts"])) > before,
        timeout=SLOW,
    )
    qtbot.waitUntil(lambda: ("forms",) in ways.went, timeout=SLOW)
    lines = room.run(lambda office: list(office.register.audit_lines()))
    (line,) = [one for one in lines if one.purpose == "typed_in"]
    assert (line.detail, [bytes(one)[-16:] for one in line.records]) == ("", [candidate.person[-16:]])


def test_somebody_new_is_written_down_and_the_whole_form_follows(qtbot, room, page, ways):
    read(qtbot, page, code_of(room, "people"))
    assert (page.who._picks, page.who._adds) == (True, True)
    page.who.added.emit("Baiq Contoh Lestari")
    qtbot.waitUntil(lambda: any(went[0] == "typed_in" for went in ways.went), timeout=SLOW)
    typed = next(went[1] for went in ways.went if went[0] == "typed_in")
    assert room.get("people", typed.person)["name"] == "Baiq Contoh Lestari"
    ((words, undo),) = ways.went[-1][-1]
    undo()
    qtbot.waitUntil(lambda: room.get("people", typed.person) is None, timeout=SLOW)
    assert words == "Urungkan"


def test_mistyped_code_is_said_under_its_line_and_opens_nothing(qtbot, room, page, ways):
    page.code.setText("0M0G-02QB-ABFH")
    page.read()
    qtbot.waitUntil(lambda: page.code_field.problem is not None, timeout=SLOW)
    assert page.form is None
    assert page.who is None


def test_every_form_that_can_be_printed_can_be_typed_in_with_all_its_fields(room):
    """A field on the paper that no form takes would be written in vain."""
    forms = offered(room.run(list_forms))
    assert {
        "people",
        "journeys",
        "contacts",
        "check_ins",
        "returns",
        "life_events",
        "counselling",
        "notices",
    } <= {one.table for one in forms}
    for one in forms:
        form = room.run(lambda office, one=one: read_form_code(office, code_of_office(office, one)))
        names = {f"{one.table}.{field.name}" for field in form.fields}
        taken = set()
        for kind in kinds_of(one.table):
            plans = plans_of(room.desk.catalogue, typed_from(form, kind, b"x" * 20, "c"))
            taken |= {name for plan in plans for name in plan.fields}
            taken |= {f"{one.table}.{name}" for name in KINDS[kind].fixed}
        assert one.table in PAGES or names == names & taken, one


def code_of_office(office, one):
    return CODE.search(text_of(draw_form(office, one.table, one.step).pdf, 0))[0]


@pytest.mark.parametrize(("scale", "height"), [(1.25, 617), (1.5, 597)])
def test_page_fits_the_small_screen(qtbot, qapp, room, ways, scale, height):
    from ui.theme.theme import Theme, apply
    from ui.theme.tokens import NORMAL

    apply(qapp, Theme(NORMAL, scale))
    made = FormsPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, height)
    made.show()
    qtbot.waitUntil(lambda: made._pdf is not None, timeout=SLOW)
    assert made.minimumSizeHint().height() <= height
    assert made.minimumSizeHint().width() <= 1366
