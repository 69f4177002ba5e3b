"""A district and its villages as set-up makes them, joined over a real relay; conftest hands the fixtures on."""

import pytest

from db import keyring
from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.found_district import Founding, found_district
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.publish_letter_key import publish_letter_key, unpublished_keys
from desbumi_app.usecases.request_enrolment import Applicant, request_enrolment
from desbumi_app.usecases.send_changes import Courier
from sync.control_log import ControlLog
from sync.speaking import Speaker
from sync.transport import RelayLink
from sync.visit import Presence
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.sync.relay.world import Process

PRESENCE = Presence("0.1.0")
ADMIN = NewUser(
    "rina", "Rina", "Kepala Bidang", frozenset({"district_admin"}), "kata sandi kabupaten panjang"
)


def office_of(kind: str, name: str) -> NewOffice:
    return NewOffice(kind, name, "Kab. Rekajaya", "Provinsi Contoh", (ADMIN,))


# The relay's clock begins on the day of the offices, whatever day the tests run on, and goes on.
THAT_DAY = "import time; day = datetime(2026, 11, 21, 2, 0, tzinfo=timezone.utc); begun = time.monotonic()"
ITS_CLOCK = "Options(now=lambda: day + timedelta(seconds=time.monotonic() - begun))"


@pytest.fixture
def relay(tmp_path):
    process = Process(tmp_path / "relay", setup=THAT_DAY, options=ITS_CLOCK)
    yield process
    process.end()


@pytest.fixture
def made(tmp_path):
    """Sets offices up as the program does, and locks them afterwards."""
    offices = []

    def begin(new: NewOffice, folder: str = ""):
        founded = bootstrap.set_up(
            tmp_path / (folder or new.name), new, RecordedClock(), cost=CHEAP_FOR_TESTS
        )
        offices.append(founded.office)
        return founded.office

    yield begin
    for office in offices:
        bootstrap.lock(office)


@pytest.fixture
def link(relay):
    way = RelayLink(relay.url)
    yield way
    way.close()


@pytest.fixture
def district(made, link):
    office = made(office_of("district", "kabupaten"))
    found_district(office, Founding("Kabupaten Rekajaya", "disnaker"), link)
    return office


def recovery_of(office) -> bytes:
    return keyring.load(office.files.keyring, cheap=True).recovery_public


def joined(district, office, link, village=None):
    speaker = Speaker(ControlLog(district.register), link)
    invitation = invite_village(speaker, village)
    asked = request_enrolment(office, invitation.code, Applicant(recovery=recovery_of(office)), link)
    (request,) = [one for one in waiting_requests(speaker) if one.invitation == invitation.id]
    grant_enrolment(speaker, request, Decision(" ".join(asked.words), "99.01.01.2001"))
    return accept_grant(office, link)


@pytest.fixture
def villages(made, district, link):
    """Two villages whose signers' keys the district has published."""
    both = [made(a_village()), made(a_village("batuwarna", village_name="Batuwarna"))]
    for one in both:
        joined(district, one, link)
        Courier(one, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    speaker = Speaker(ControlLog(district.register), link)
    for one in both:
        for signer in unpublished_keys(district, one.profile.office):
            publish_letter_key(speaker, one.profile.office, signer.public, key_id=signer.key_id)
    for one in both:
        Courier(one, link, PRESENCE).send_changes()
    return both


@pytest.fixture
def founded(tmp_path):
    """A village with the rows of its sheet, as who holds the paper has them."""
    made_now = bootstrap.set_up(tmp_path / "desa", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield made_now
    bootstrap.lock(made_now.office)


def forget_epochs(office):
    with office.register.session.conn as conn:
        conn.execute("DELETE FROM epoch_key")
