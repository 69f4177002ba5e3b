"""Which parts the settings have, in order, and which of their fields a letter may miss."""

from collections.abc import Callable
from typing import Final

from ui.language import N_
from ui.office_desk import OfficeDesk
from ui.pages.settings_backups import BackupsSection
from ui.pages.settings_codes import CodesSection
from ui.pages.settings_contact import ContactSection
from ui.pages.settings_lock import LockSection
from ui.pages.settings_numbers import NumbersSection
from ui.pages.settings_office import OfficeSection
from ui.pages.settings_paper import PaperSection
from ui.pages.settings_section import Section
from ui.pages.settings_signers import SignersSection
from ui.pages.settings_texts import TextsSection
from ui.pages.settings_users import UsersSection
from ui.pages.settings_uses import UsesSection

Make = Callable[[OfficeDesk], Section]
# code, title, what it is for, drawing, the part itself
SECTIONS: Final[tuple[tuple[str, str, str, str, Make], ...]] = (
    (
        "office",
        N_("Office and letterhead"),
        N_("Names, titles, address, logo"),
        "building-community",
        OfficeSection,
    ),
    ("signers", N_("Who signs"), N_("a.n., u.b., Plt., Plh."), "user-check", SignersSection),
    ("numbers", N_("Letter numbers"), N_("Pattern, series, agenda book"), "list-check", NumbersSection),
    ("codes", N_("Codes and legal basis"), N_("For each kind of letter"), "book", CodesSection),
    ("texts", N_("Letter texts"), N_("Own words, versions"), "file-text", TextsSection),
    ("paper", N_("Paper and printers"), N_("F4 or A4, margins, offset"), "printer", PaperSection),
    ("contact", N_("Asking for news"), N_("How many days between"), "phone-call", ContactSection),
    ("users", N_("Users"), N_("Who opens this book"), "users", UsersSection),
    ("backups", N_("Backups"), N_("Copies, recovery sheet"), "device-floppy", BackupsSection),
    ("uses", N_("What left the office"), N_("Prints and files, with reasons"), "eye", UsesSection),
    ("lock", N_("Lock and screen"), N_("PIN or password, text size"), "lock", LockSection),
)
# A district has no letterhead and no numbers of its own; its store holds the settings of its villages, which are theirs.
OF_A_DISTRICT: Final = ("users", "backups")


def sections_for(kind: str) -> tuple[str, ...]:
    """The parts of an office of this kind, in order."""
    codes = tuple(code for code, *_rest in SECTIONS)
    return tuple(code for code in codes if code in OF_A_DISTRICT) if kind != "village" else codes
