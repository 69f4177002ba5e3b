"""Whatever became of the files of an office, its laptop is never taken for a new one, and what can open opens."""

import json
import shutil

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.files import Files, offices_in
from desbumi_app.usecases.back_up import keep_daily
from desbumi_app.zones import zone_of
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put
from ui.models.new_office import Asked, make
from ui.office_session import OfficeSession

NAME, LOGIN, PASSPHRASE = "sukacontoh", "sari", "empat kata acak kami"
REGISTER, CASES, KEYS, MARK, PROFILE = (
    f"{NAME}{end}" for end in (".db", ".cases.db", ".keys", ".mark", ".profile.json")
)


def gone(path):
    path.unlink()


def cut(path):
    """In the middle of a page."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 | 1])


def empty(path):
    path.write_bytes(b"")


def garbage(path):
    path.write_bytes(bytes(range(256)) * 48)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A locked office with one person, a mark with numbers, and no copies of its own."""
    root = tmp_path_factory.mktemp("whole")
    made = bootstrap.set_up(
        root / NAME, a_village(region_code="52.02.01.2001"), RecordedClock(), cost=CHEAP_FOR_TESTS
    )
    put(made.office, "people", name="Siti Aminah")
    made.office.register.session.shared.mark.note_number("474/2026", 5)
    bootstrap.lock(made.office)
    return root


@pytest.fixture
def root(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "root")
    return tmp_path / "root"


def fate(root):
    """What the laptop does: the place it asks at, or how the door opens."""
    found = offices_in(root)
    if not found:
        return "first run"
    session = OfficeSession(found[0], RecordedClock(), cheap=True)
    try:
        place = session.place()
    except StoreError as error:
        return f"books: {error.code}"
    try:
        opened = session.unlock(LOGIN, PASSPHRASE)
    except StoreError as error:
        return f"door: {error.code}"
    try:
        put(session.office(), "people", name="Baiq Ratna")
        assert session.office().register.count("people") == 2
        assert session.place().name == "Desa Sukacontoh"
        return f"open: {opened.failed or ('profile_guessed' if place.guessed else '')}"
    finally:
        session.full_lock()


@pytest.mark.parametrize(
    ("names", "damages", "expected"),
    [
        ((REGISTER,), (gone,), "door: missing"),
        ((REGISTER,), (cut,), "door: cut"),
        ((REGISTER,), (empty,), "door: cut"),
        ((REGISTER,), (garbage,), "door: wrong_key"),
        ((CASES,), (gone, cut, empty, garbage), "open: cases_unreadable"),
        ((KEYS,), (gone,), "door: keyring_missing"),
        ((KEYS,), (cut, empty, garbage), "door: keyring_damaged"),
        ((MARK,), (gone,), "open: "),
        ((MARK,), (cut, empty, garbage), "open: mark_renewed"),
        ((PROFILE,), (gone, cut, empty, garbage), "open: profile_guessed"),
        ((PROFILE, CASES), (gone, garbage), "open: cases_unreadable"),
        ((PROFILE, MARK), (garbage,), "open: mark_renewed"),
        ((PROFILE, REGISTER), (gone,), "door: missing"),
        ((PROFILE, KEYS), (gone,), "books: keyring_missing"),
        ((PROFILE, KEYS), (garbage,), "books: keyring_damaged"),
        ((PROFILE, KEYS, REGISTER), (gone,), "books: missing"),
        ((PROFILE, KEYS, REGISTER, CASES, MARK), (garbage,), "books: keyring_damaged"),
    ],
)
def test_every_missing_or_damaged_file_has_its_own_end_and_never_a_first_run(root, names, damages, expected):
    for damage in damages:
        again = root.with_name(damage.__name__)
        shutil.copytree(root, again)
        for name in names:
            damage(again / NAME / name)
        assert fate(again) == expected


def test_only_copies_left_of_a_book_are_not_a_laptop_without_a_book(root):
    office = bootstrap.unlock(Files(root / NAME, NAME), LOGIN, PASSPHRASE, RecordedClock(), cheap=True)
    keep_daily(office)
    bootstrap.lock(office)
    for path in (root / NAME).glob(f"{NAME}.*"):
        path.unlink()
    assert fate(root) == "books: missing"


def test_the_list_beside_a_copy_says_whose_book_it_is(root):
    files = Files(root / NAME, NAME)
    office = bootstrap.unlock(files, LOGIN, PASSPHRASE, RecordedClock(), cheap=True)
    keep_daily(office)
    bootstrap.lock(office)
    files.profile.write_bytes(b"{")
    place = OfficeSession(files, RecordedClock(), cheap=True).place()
    assert (place.name, place.above, place.guessed) == (
        "Desa Sukacontoh",
        "Kec. Misalan, Kab. Rekajaya",
        True,
    )


def test_a_guessed_profile_is_written_anew_from_the_register_with_its_time_zone(root):
    files = Files(root / NAME, NAME)
    files.profile.unlink()
    bootstrap.lock(bootstrap.unlock(files, LOGIN, PASSPHRASE, RecordedClock(), cheap=True))
    said = json.loads(files.profile.read_bytes())
    assert (said["kind"], said["place"], said["zone"]) == ("village", "Desa Sukacontoh", "wita")
    assert [login for _ident, login in said["users"]] == ["sari", "lalu", "kades"]


@pytest.mark.parametrize(
    "wrong", [{"users": []}, {"office": "00"}, {"opened_at": "kemarin"}, {"zone": "utc"}]
)
def test_a_profile_with_values_that_cannot_be_is_damaged(root, wrong):
    path = root / NAME / PROFILE
    path.write_text(json.dumps(json.loads(path.read_bytes()) | wrong))
    assert fate(root) == "open: profile_guessed"


def test_a_folder_of_another_name_is_found_and_a_copy_beside_the_book_is_not_a_second_book(root):
    shutil.copytree(root / NAME, root / f"{NAME} lama")
    assert [files.folder.name for files in offices_in(root)] == [NAME]
    shutil.rmtree(root / NAME)
    assert [(files.folder.name, files.name) for files in offices_in(root)] == [(f"{NAME} lama", NAME)]
    assert fate(root) == "open: "


def test_after_a_spoiled_mark_nothing_is_formed_under_the_incarnation_of_before(root):
    files = Files(root / NAME, NAME)
    before = bootstrap.unlock(files, LOGIN, PASSPHRASE, RecordedClock(), cheap=True)
    known = before.register.identity()
    bootstrap.lock(before)
    garbage(root / NAME / MARK)
    after = bootstrap.unlock(files, LOGIN, PASSPHRASE, RecordedClock(), cheap=True)
    now = after.register.identity()
    bootstrap.lock(after)
    assert (now.device, now.signing) == (known.device, known.signing)
    assert now.incarnation > known.incarnation
    once_more = bootstrap.unlock(files, LOGIN, PASSPHRASE, RecordedClock(), cheap=True)
    assert once_more.register.identity() == now
    bootstrap.lock(once_more)


def test_founding_again_over_a_damaged_book_is_refused_and_over_an_empty_folder_is_not(root):
    (root / NAME / PROFILE).unlink()
    before = {path.name: path.read_bytes() for path in (root / NAME).iterdir()}
    asked = Asked(kind="district", district=NAME, login="baru", passphrase="sandi yang cukup panjang")
    with pytest.raises(StoreError, match="exists"):
        make(root, asked, RecordedClock(), CHEAP_FOR_TESTS)
    assert {path.name: path.read_bytes() for path in (root / NAME).iterdir()} == before
    (root / "kosong").mkdir()
    asked.district = "Kosong"
    bootstrap.lock(make(root, asked, RecordedClock(), CHEAP_FOR_TESTS).office)


@pytest.mark.parametrize(
    ("code", "zone"),
    [("11.01", "wib"), ("35.78", "wib"), ("61.01", "wib"), ("51.71", "wita"), ("52.02.01.2001", "wita"),
     ("63.01", "wita"), ("76.01", "wita"), ("81.01", "wit"), ("96.01", "wit"), ("", "wib")],
)  # fmt: skip
def test_a_province_has_its_time(code, zone):
    assert zone_of(code) == zone
