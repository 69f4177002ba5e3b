"""The case officer's word about a journey's letters is said and taken back beside the file, by who has the case key."""

from desbumi_app.usecases.read_person import read_person
from ui.pages.person_clearance import ClearanceCard

SLOW = 20_000


def card_of(qtbot, room, ways, person, seen):
    file = room.run(lambda office: read_person(office, person, "test"))
    card = ClearanceCard(room.desk, ways, file, lambda: seen.append("again"))
    qtbot.addWidget(card)
    return card


def test_letters_may_be_printed_is_said_and_taken_back(qtbot, room, ways):
    person = room.create("people", name="Siti Aminah")
    trip = room.create("journeys", person_id=person[-16:], country="HK", candidate_on="2026-11-01")
    seen = []
    for words, stored in (("Surat boleh dicetak", "clear"), ("Tarik kembali", None)):
        card = card_of(qtbot, room, ways, person, seen)
        qtbot.waitUntil(lambda card=card: card.button is not None, timeout=SLOW)
        assert card.button.accessibleName() == words
        card.button.click()
        qtbot.waitUntil(lambda stored=stored: room.get("journeys", trip)["clearance"] == stored, timeout=SLOW)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=SLOW)


def test_who_has_no_case_key_or_prepares_no_journey_sees_nothing(qtbot, room, ways):
    away = room.create("people", name="Di Luar")
    room.create("journeys", person_id=away[-16:], country="HK", departed_on="2026-01-01")
    cards = [card_of(qtbot, room, ways, away, [])]
    waiting = room.create("people", name="Calon")
    room.create("journeys", person_id=waiting[-16:], country="HK", candidate_on="2026-11-01")
    room.run(lambda _office: room.session.screen_lock())
    cards.append(card_of(qtbot, room, ways, waiting, []))
    room.run(lambda _office: None)  # the question before it is answered
    qtbot.wait(50)
    assert [card.button for card in cards] == [None, None]
