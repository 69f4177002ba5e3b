"""The parts of a person's file: whom to call, with numbers in part, and the letters with the way to each."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.session import wire_id
from ui.pages.person_contacts import contacts_card
from ui.widgets.buttons import IconButton
from ui.widgets.masked_number import MaskedNumber
from ui.widgets.table import Table


def test_everybody_who_can_be_called_stands_beside_the_file_the_main_one_first(opened):
    person = opened.somebody("ahmad junaidi hadi").id

    def put(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            for name, main in (("Inaq Rohani", None), ("Amaq Rohani", 1), ("Papuq Rohani", None)):
                number = {"relation": "mother", "phone": "+6281255550200", "is_main": main}
                tx.create("contacts", {"person_id": wire_id(person), "name": name, **number})

    opened.office(put)
    page = opened.ways.person(person)
    opened.settle()
    card = contacts_card(opened.places.desk.catalogue, page.shown)
    shown = [one.text() for one in card.findChildren(QLabel) if "Rohani" in one.text()]
    assert shown == ["Amaq Rohani, ibu", "Papuq Rohani, ibu", "Inaq Rohani, ibu"]
    assert set(shown) <= {one.text() for one in page.findChildren(QLabel)}
    numbers = card.findChildren(MaskedNumber)
    assert {one.shown.text() for one in numbers} == {"+62•••••••0200"}
    numbers[0].eye.click()
    assert [one.shown.text() for one in numbers] == ["+62 812-5555-0200", "+62•••••••0200", "+62•••••••0200"]
    family = page._parts["family"]
    model = family.findChild(Table).model()
    [eye] = [one for one in family.findChildren(IconButton) if "nomor" in one.accessibleName()]
    for said in ("+62•••••••0200", "+62 812-5555-0200", "+62•••••••0200"):
        assert {model.index(at, 2).data() for at in (1, 2, 3)} == {said}
        eye.click()


def test_enter_on_a_letter_of_the_file_shows_it_in_the_book_of_letters(opened):
    person = opened.somebody("ahmad junaidi hadi").id

    def put(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            for number, year in (("474/001/SKC/2025", 2025), ("474/002/SKC/2026", 2026)):
                letter = {
                    "template": "domicile",
                    "number": number,
                    "issued_on": f"{year}-03-02",
                    "state": "final",
                }
                tx.create("letters", {"person_id": wire_id(person), **letter})

    opened.office(put)
    page = opened.ways.person(person)
    opened.settle()
    page.show_tab("letters")
    table = page._parts["letters"]
    shown = [[table.model().index(row, at).data() for at in range(4)] for row in range(2)]
    assert shown == [
        ["Surat Keterangan Domisili", "474/002/SKC/2026", "2 Mar 2026", "Ditandatangani"],
        ["Surat Keterangan Domisili", "474/001/SKC/2025", "2 Mar 2025", "Ditandatangani"],
    ]
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    opened.settle()
    book = opened.window.workplace.places.currentWidget()
    assert [one.number for one in book.view.letters] == ["474/001/SKC/2025"]
