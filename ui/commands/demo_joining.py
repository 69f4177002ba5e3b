"""Steps 1 and 2 of the demo: a district is founded at a running relay; three laptops join it by printed invitations."""

from datetime import timedelta

from db import recovery
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.letter_keys import VERIFY_ADDRESS
from desbumi_app.office import Office
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.found_district import Founding, found_district, make_case_desk
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.open_epoch import open_epoch
from desbumi_app.usecases.print_invitation import InvitationPaper, print_invitation
from desbumi_app.usecases.print_recovery_sheet import print_recovery_sheet
from desbumi_app.usecases.publish_letter_key import publish_letter_key, unpublished_keys
from desbumi_app.usecases.request_enrolment import INBOX_PUBLIC, Applicant, request_enrolment
from sync.control_log import ControlLog
from sync.speaking import Speaker
from ui.commands import demo_cast as cast
from ui.commands.demo_cast import Made
from ui.commands.demo_sending import send, sent
from ui.commands.demo_world import World


def found(world: World) -> None:
    """The district's and the case team's laptops, and the district's first control entries."""
    offices, clock = world.out / "offices", world.clock
    with (
        cast.made("Kabupaten", offices / "kabupaten", cast.district(), clock) as desk,
        cast.made("Tim kasus", offices / "timkasus", cast.case_team(), clock) as team,
    ):
        world.laptops |= {"district": desk.laptop, "team": team.laptop}
        link = world.link()
        plan = Founding(cast.REGENCY, "disnaker", cases=make_case_desk(team.office.register, "p2tp2a"))
        found_district(desk.office, plan, link)
        log = ControlLog(desk.office.register)
        ControlLog(team.office.register).take(log.held.everything(), [one.data for one in log.held.receipts])
        link.close()
    world.transcript.say(
        "A district is founded; its relay listens at {address} and reads nothing.", address=world.address
    )


def join_all(world: World) -> None:
    """Village A with two laptops, village B with one, each by an invitation on paper."""
    laptops: tuple[tuple[str, str, str, NewOffice], ...] = (
        ("a1", "Desa Sukacontoh, laptop 1", "sukacontoh-1", cast.first_village((cast.SARI, cast.HEAD))),
        ("a2", "Desa Sukacontoh, laptop 2", "sukacontoh-2", cast.first_village((cast.LALU, cast.RAHMAT))),
        ("b", "Desa Bedacontoh", "bedacontoh", cast.second_village()),
    )
    with world.laptops["district"].opened() as admin:
        for name, title, folder, new in laptops:
            with cast.made(title, world.out / "offices" / folder, new, world.clock) as laptop:
                world.laptops[name] = laptop.laptop
                _join(world, admin, laptop, first=name != "a2")
    for name in ("a1", "b"):
        _publish_letter_keys(world, name)
    for name in ("a1", "a2", "b", "district", "team"):
        send(world, name)


def _join(world: World, admin: Office, made: Made, *, first: bool) -> None:
    """Print the sheet; invite and print at the district; ask; six words; grant; accept; the case team opens its epoch."""
    office, title, short = made.office, made.laptop.title, made.laptop.files.name
    if first:
        world.keep_paper(f"lembar-pemulihan-{short}", print_recovery_sheet(office, made.sheet))
        world.transcript.say(
            "The recovery sheet of {place} is printed; its four rows are kept nowhere else.", place=title
        )
    link = world.link()
    speaker = Speaker(ControlLog(admin.register), link)
    invitation = invite_village(speaker, None if first else world.villages[short])
    _print_invitation(world, admin, made, invitation.code)
    recovery_key = recovery.public_key(recovery.seed_of(made.sheet)) if first else None
    asked = request_enrolment(office, invitation.code, Applicant(recovery=recovery_key), link)
    request = next(one for one in waiting_requests(speaker) if one.invitation == invitation.id)
    region = str(office.register.rows_where("village_settings")[0]["region_code"]) if first else "-"
    grant_enrolment(speaker, request, Decision(" ".join(asked.words), region))
    accept_grant(office, link)
    office.register.set_meta(VERIFY_ADDRESS, cast.VERIFY_AT)
    world.villages[short] = request.laptop.village
    if first:
        _open_cases_epoch(world, office)
    link.close()
    world.transcript.say("{place} has joined by a printed invitation; the six words were: {words}.",
                         place=title, words=" ".join(asked.words))  # fmt: skip
    world.transcript.say("Who opens {place}: {users}", place=title, users=_passphrases(made.laptop.users))


def _print_invitation(world: World, admin: Office, made: Made, code: str) -> None:
    until = (admin.today() + timedelta(days=14)).isoformat()
    number, person = f"U-{len(world.papers):03}", made.laptop.users[0].name
    paper = InvitationPaper(code, number, person, made.office.profile.place, until, world.address)
    world.keep_paper(f"undangan-{made.laptop.files.folder.parent.name}", print_invitation(admin, paper))


def _open_cases_epoch(world: World, village: Office) -> None:
    """Only the case team can let a village's case officers send to it; it fetches the village's entries first."""
    assert village.cases is not None
    with sent(world, "team") as team:
        link = world.link()
        inbox = bytes(village.register.meta(INBOX_PUBLIC))
        admit = frozenset({village.cases.identity().device})
        speaker = Speaker(ControlLog(team.register), link)
        open_epoch(speaker, village.cases.streams()[0], inbox=inbox, admit=admit)
        link.close()


def _publish_letter_keys(world: World, name: str) -> None:
    """The village's register brings its signers' public keys to the district, which publishes what it does not hold."""
    send(world, name)
    send(world, "district")
    village = world.villages[world.laptops[name].files.name]
    with world.laptops["district"].opened() as admin:
        link = world.link()
        signers = unpublished_keys(admin, village)
        for one in signers:
            publish_letter_key(
                Speaker(ControlLog(admin.register), link), village, one.public, key_id=one.key_id
            )
        link.close()
    world.transcript.say("The letter keys of {names} are published before any letter is printed.",
                         names=", ".join(one.name for one in signers))  # fmt: skip


def _passphrases(users: tuple[NewUser, ...]) -> str:
    return "; ".join(f"{user.login}: `{user.passphrase}`" for user in users)
