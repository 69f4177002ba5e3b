"""Pictures of a district: its founding, its villages and laptops, a request that is answered, and one person found twice."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from db.boxes import CHEAP_FOR_TESTS
from db.clock import Clock
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice, NewUser
from desbumi_app.files import Files
from desbumi_app.office import Office
from desbumi_app.sample.generate import BEDACONTOH, SUKACONTOH, Village
from desbumi_app.usecases.found_district import Founding, found_district
from sync.transport import RelayLink
from ui.commands.demo_world import relay
from ui.commands.sample_copies import give
from ui.commands.sample_office import StandingClock, bring_in, new_village
from ui.office_village_acts import Seen
from ui.office_villages import LaptopLine, VillageLine, VillagesView
from ui.pages.founding_page import FoundingPage
from ui.pages.pairs_page import PairsPage
from ui.pages.villages_page import VillagesPage
from ui.ways import Ways

Take = Callable[[str], None]
LOGIN: Final = "dewi"
PASSPHRASE: Final = "empat kata acak contoh"  # noqa: S105  (of an invented office)
PEOPLE: Final = 80
ADDRESS: Final = "https://desbumi.rekajaya.contoh"


def make_district(folder: Path) -> Files:
    """A founded district that holds two villages' lists, with people who stand in both; closed again."""
    admin = NewUser(LOGIN, "Dewi Kartika", "Admin", frozenset({"district_admin"}), PASSPHRASE)
    new = NewOffice("district", "rekajaya", "Kabupaten Rekajaya", "Provinsi Contoh", (admin,))
    district = bootstrap.set_up(folder / "rekajaya", new, StandingClock(), cost=CHEAP_FOR_TESTS).office
    for village in (SUKACONTOH, BEDACONTOH):
        _hand_in(folder, village, district)
    with relay(folder / "relay") as address:
        link = RelayLink(address)
        found_district(district, Founding(new.place, "disnaker"), link)
        link.close()
    bootstrap.lock(district)
    return district.files


def _hand_in(folder: Path, village: Village, district: Office) -> None:
    name = village.name.casefold()
    new = new_village(name, village)
    office = bootstrap.set_up(folder / name, new, StandingClock(), cost=CHEAP_FOR_TESTS).office
    bring_in(office, village, PEOPLE)
    give(office, district)
    bootstrap.lock(office)


def district_pages(ways: Ways, take: Take) -> None:
    """One picture a state."""
    _unfounded(ways.visit("villages"), take)
    founding = ways.found()
    if isinstance(founding, FoundingPage):
        founding.institution.set_code("disnaker")
        founding.address.setText(ADDRESS)
        take("founding")
        founding.show_sheet(bytes(range(32)))
        take("founding-sheet")
    pairs = ways.visit("pairs")
    take("pairs")
    if isinstance(pairs, PairsPage):
        pairs.grid.choose("left")
        pairs.unite()
        take("pairs-united")
    ways.visit("conflicts")
    take("conflicts-none")
    ways.visit("packs")
    take("packs")
    _villages(ways.visit("villages"), StandingClock(), take)


def _unfounded(page: QWidget, take: Take) -> None:
    take("district-new")
    if isinstance(page, VillagesPage):
        page.show_view(VillagesView(founded=False))
        take("district-new")


def _villages(page: QWidget, clock: Clock, take: Take) -> None:
    if not isinstance(page, VillagesPage):
        raise TypeError("not the villages")
    take("villages-none")  # what it asks the store is answered before the sample is shown
    heard = Seen(clock.now() - timedelta(minutes=25), "0.1.0", 0, 0, 3)
    late = Seen(clock.now() - timedelta(days=9), "0.1.0", 31, 200, 2)
    lines = (
        VillageLine(b"s" * 16, "Desa Sukacontoh", SUKACONTOH.code, (
            LaptopLine("A", "4f2a91", 214, revoked=False, id=b"a" * 16, seen=heard),
            LaptopLine("B", "90c1d7", 37, revoked=False, id=b"b" * 16, seen=late),
        ), 2_412),
        VillageLine(b"b" * 16, "Desa Bedacontoh", BEDACONTOH.code, (
            LaptopLine("A", "c07e55", 118, revoked=False, id=b"c" * 16, seen=heard),
        ), 1_630),
        VillageLine(b"m" * 16, "Desa Mulacontoh", "99.01.01.2003", (), 0),
    )  # fmt: skip
    page.show_view(VillagesView(True, lines))
    page.table.select_id(lines[1].id)
    page.table.select_id(lines[0].id)
    take("villages")
    page.show_invite()
    take("villages-invite")
