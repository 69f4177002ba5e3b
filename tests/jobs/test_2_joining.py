"""Step 2: four offices joined by printed invitations; recovery sheets printed; letter keys public before any letter."""

import pytest

from db import keyring, recovery
from sync.control_log import ControlLog
from sync.invitation import read_secret
from tests.desbumi_app.documents.reading import lines_of, qr_of, text_of
from ui.commands import demo_cast as cast


def test_three_laptops_are_enrolled_and_each_compartment_has_its_own_identity(story):
    with story.opened("district") as office:
        state = ControlLog(office.register).state
        enrolled = [one for one in state.devices.values() if one.village is not None]
    devices = set()
    for name in ("a1", "a2", "b"):
        with story.opened(name) as office:
            devices.add(office.register.identity().device)
            if office.cases is not None:
                devices.add(office.cases.identity().device)
    assert {one.id for one in enrolled} == devices
    assert len(devices) == 5


def test_the_printed_code_is_the_invitation_that_was_used(story, tmp_path):
    with story.opened("district") as office:
        invitations = set(ControlLog(office.register).state.invitations)
    found = set()
    for name in ("sukacontoh-1", "sukacontoh-2", "bedacontoh"):
        (code,) = qr_of(story.paper(f"undangan-{name}"), tmp_path)
        found.add(read_secret(code).invitation)
    assert found == invitations


@pytest.mark.parametrize(
    ("paper", "name"), [("lembar-pemulihan-sukacontoh", "a1"), ("lembar-pemulihan-bedacontoh", "b")]
)
def test_the_printed_recovery_sheet_opens_its_keyring(story, paper, name):
    rows = recovery_rows(story.paper(paper))
    with story.opened(name) as office:
        ring = keyring.load(office.files.keyring)
    assert recovery.public_key(recovery.seed_of(rows)) == ring.recovery_public
    assert len(bytes(ring.recover(rows))) == 32


def recovery_rows(pdf: bytes) -> list[str]:
    """The four rows of sixteen large signs, read by their place on the paper."""
    single = [(round(y), x, text) for x, y, text in lines_of(pdf) if len(text) == 1 and text.isalnum()]
    by_height: dict[int, list[tuple[float, str]]] = {}
    for y, x, text in single:
        by_height.setdefault(y, []).append((x, text))
    rows = [
        "".join(text for _x, text in sorted(signs)) for _y, signs in sorted(by_height.items(), reverse=True)
    ]
    return [row[-16:] for row in rows if len(row) >= 16]


def test_users_open_their_own_laptop_and_no_other(story):
    for name, user in (
        ("a1", cast.SARI),
        ("a1", cast.HEAD),
        ("a2", cast.LALU),
        ("a2", cast.RAHMAT),
        ("b", cast.YUNI),
    ):
        with story.opened(name, user) as office:
            assert office.operator.name == user.name
    with pytest.raises(Exception, match="no_such_user"), story.opened("a2", cast.SARI):
        pass


def test_who_has_no_case_role_has_no_case_store_open(story):
    with story.opened("a2") as office:
        assert office.cases is None
    with story.opened("a1", cast.HEAD) as office:
        assert office.cases is None


def test_letter_keys_stand_in_the_chain_before_the_first_letter(story):
    with story.opened("a1") as office:
        keys = ControlLog(office.register).state.letter_keys
        signers = [row for row in office.register.rows_where("users") if row["letter_key"]]
        assert {bytes.fromhex(row["letter_key"]) for row in signers} <= set(keys)
        assert len(signers) == 2
    assert len(keys) == 3
    lines = story.transcript.split("\n")
    first = next(at for at, line in enumerate(lines) if "letter keys of" in line)
    assert first < next(at for at, line in enumerate(lines) if "is issued" in line)


def test_six_words_never_stand_on_a_paper(story):
    for line in story.transcript.split("\n"):
        if "the six words were: " in line:
            words = line.split("the six words were: ")[1].strip(" .*").split()
            assert len(words) == 6
            for name in ("sukacontoh-1", "sukacontoh-2", "bedacontoh"):
                assert not set(words) & set(text_of(story.paper(f"undangan-{name}")).split())
