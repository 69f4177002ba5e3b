"""Steps 1 and 2 of the demo: a district is founded at a running relay; three laptops join it by printed invitations."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from db import recovery
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewUser
from desbumi_app.letter_keys import VERIFY_ADDRESS
from desbumi_app.letter_login import key_id_of
from desbumi_app.office import Office
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.found_district import Founding, found_district, make_case_desk
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.open_epoch import open_epoch
from desbumi_app.usecases.print_invitation import InvitationPaper, print_invitation
from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet
from desbumi_app.usecases.publish_letter_key import publish_letter_key
from desbumi_app.usecases.request_enrolment import INBOX_PUBLIC, Applicant, request_enrolment
from sync.control_log import ControlLog
from sync.speaking import Speaker
from ui.commands import demo_cast as cast
from ui.commands.demo_cast import Laptop
from ui.commands.demo_sending import send
from ui.commands.demo_world import World


def found(world: World) -> None:
    """The district's and the case team's laptops, and the district's first control entries."""
    offices = world.out / "offices"
    world.laptops["district"], _ = cast.made("Kabupaten", offices / "kabupaten", cast.district(), world.clock)
    team, _ = cast.made("Tim kasus", offices / "timkasus", cast.case_team(), world.clock)
    world.laptops["team"] = team
    with team.opened() as case_office, world.laptops["district"].opened() as office:
        desk = make_case_desk(case_office.register, "p2tp2a")
        link = world.link()
        found_district(office, Founding(cast.REGENCY, "disnaker", cases=desk), link)
        log = ControlLog(office.register)
        ControlLog(case_office.register).take(log.held.everything(), [one.data for one in log.held.receipts])
        link.close()
    world.transcript.say(
        "A district is founded; its relay listens at {address} and reads nothing.", address=world.address
    )


def join_all(world: World) -> None:
    """Village A with two laptops, village B with one, each by an invitation on paper."""
    offices = world.out / "offices"
    first, rows = cast.made("Desa Sukacontoh, laptop 1", offices / "sukacontoh-1",
                            cast.first_village((cast.SARI, cast.HEAD)), world.clock)  # fmt: skip
    world.laptops["a1"] = first
    _sheet(world, first, rows, "lembar-pemulihan-sukacontoh")
    _join(world, first, "a", recovery.public_key(recovery.seed_of(rows)))
    second, _rows = cast.made("Desa Sukacontoh, laptop 2", offices / "sukacontoh-2",
                              cast.first_village((cast.LALU, cast.RAHMAT)), world.clock)  # fmt: skip
    world.laptops["a2"] = second
    _join(world, second, "a", None)
    other, rows = cast.made("Desa Bedacontoh", offices / "bedacontoh", cast.second_village(), world.clock)
    world.laptops["b"] = other
    _sheet(world, other, rows, "lembar-pemulihan-bedacontoh")
    _join(world, other, "b", recovery.public_key(recovery.seed_of(rows)))
    for name in ("a1", "b"):
        _publish_letter_keys(world, name)
    for name in ("a1", "a2", "b", "district", "team"):
        send(world, name)


def _sheet(world: World, laptop: Laptop, rows: tuple[str, ...], name: str) -> None:
    with laptop.opened() as office:
        world.keep_paper(name, print_recovery_sheet(office, rows))
    world.transcript.say(
        "The recovery sheet of {place} is printed; its four rows are kept nowhere else.", place=laptop.title
    )


def _join(world: World, laptop: Laptop, village: str, recovery_key: bytes | None) -> None:
    """Invite and print at the district; ask at the laptop; six words; grant; accept; the case team opens its epoch."""
    district, link = world.laptops["district"], world.link()
    with district.opened() as admin, laptop.opened() as office:
        speaker = Speaker(ControlLog(admin.register), link)
        invitation = invite_village(speaker, world.villages.get(village))
        number = f"U-{len(world.papers):03}"
        until = (admin.today() + timedelta(days=14)).isoformat()
        paper = InvitationPaper(invitation.code, number, laptop.users[0].name, office.profile.place, until)
        world.keep_paper(f"undangan-{laptop.files.folder.name}", print_invitation(admin, paper))
        asked = request_enrolment(office, invitation.code, Applicant(recovery=recovery_key), link)
        request = next(one for one in waiting_requests(speaker) if one.invitation == invitation.id)
        region = (
            str(office.register.rows_where("village_settings")[0]["region_code"]) if recovery_key else "-"
        )
        grant_enrolment(speaker, request, Decision(" ".join(asked.words), region))
        accept_grant(office, link)
        office.register.set_meta(VERIFY_ADDRESS, cast.VERIFY_AT)
        world.villages[village] = request.laptop.village
        if office.cases is not None and recovery_key is not None:
            _open_cases_epoch(world, office)
    link.close()
    world.transcript.say("{place} has joined by a printed invitation; the six words were: {words}.",
                         place=laptop.title, words=" ".join(asked.words))  # fmt: skip
    world.transcript.say("Who opens {place}: {users}", place=laptop.title, users=_passphrases(laptop.users))


def _open_cases_epoch(world: World, village: Office) -> None:
    """Only the case team can let a village's case officers send to it; it fetches the village's entries first."""
    assert village.cases is not None
    send(world, "team")
    with world.laptops["team"].opened() as team:
        link = world.link()
        inbox = bytes(village.register.meta(INBOX_PUBLIC))
        admit = frozenset({village.cases.identity().device})
        open_epoch(
            Speaker(ControlLog(team.register), link), village.cases.streams()[0], inbox=inbox, admit=admit
        )
        link.close()


def _publish_letter_keys(world: World, name: str) -> None:
    """The district publishes the public half of every signer's key, under the id that the village gave it."""
    laptop = world.laptops[name]
    signers = [user for user in laptop.users if user.signs]
    with laptop.opened() as office, world.laptops["district"].opened() as admin:
        link = world.link()
        speaker = Speaker(ControlLog(admin.register), link)
        village = world.villages["b" if name == "b" else "a"]
        for user in signers:
            ident, scalar = bootstrap.letter_key_of(office, user.login, user.passphrase)
            publish_letter_key(speaker, village, _public(scalar), key_id=key_id_of(office, ident))
        link.close()
    world.transcript.say("The letter keys of {names} are published before any letter is printed.",
                         names=", ".join(user.name for user in signers))  # fmt: skip


def _public(scalar: bytes) -> bytes:
    key = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _passphrases(users: tuple[NewUser, ...]) -> str:
    return "; ".join(f"{user.login}: `{user.passphrase}`" for user in users)
