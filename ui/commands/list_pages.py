"""Pictures of the list of people, a file and the calls in their other states: nobody, empty, failed, narrowed, read by whom."""

from array import array
from collections.abc import Callable

from db.errors import StoreError
from desbumi_app.usecases.find_people import Found, Overview
from ui.messages import explain
from ui.models.people_list import COLUMNS
from ui.pages.check_in_page import CheckInPage
from ui.pages.people_page import PeoplePage
from ui.pages.person_page import PersonPage
from ui.pages.return_page import ReturnPage
from ui.ways import Ways

NOBODY = Overview(Found((), 0, array("q")), {}, 0, 0)


def list_pages(ways: Ways, person: bytes, take: Callable[[str], None]) -> None:
    """One picture a state."""
    page = ways.visit("people")
    if isinstance(page, PeoplePage):
        page.arrange(COLUMNS, "departed", down=True)
        take("people-columns")
        page.arrange((), "name", down=False)
        page.search.setText("zulkifli")
        page.ask()
        take("people-nobody")
        page.search.clear()
        page.failed(explain(StoreError("damaged")))
        take("people-error")
        page.answer(NOBODY)
        take("people-empty")
        page.ask()
    file = ways.person(person)
    take("person-history")
    if isinstance(file, PersonPage):
        file.history().show_kind("read_by")
        take("person-readers")
    call = ways.check_in(queue=True)
    if isinstance(call, CheckInPage):
        take("check-in-queue")
        if call.call is not None:
            call.call.answer("well")
            call.call.form.fill({"check_ins.source": "worker"})
            call.record()
            take("check-in-between")
        call.show_end()
        take("check-in-nobody")
    ways.visits()
    take("visits")
    ways.add_person("Abdul Hamit")
    take("add-person")
    home = ways.came_home(person)
    if isinstance(home, ReturnPage):
        take("return")
