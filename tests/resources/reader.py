"""What a person does with the page: opens it with a scanned code, reads the answer, types from the paper."""

from desbumi_app.documents import token
from tests.resources.letter_office import FACTS

WAIT = 20_000


def fragment(signed: bytes) -> str:
    return "#" + token.to_url(signed, "x").split("#")[1]


def opened(phone, url: str, at: str = ""):
    page = phone.new_page()
    page.goto(f"{url}/v{at}")
    page.wait_for_selector("#verdict[data-answer]:not([data-answer=loading])", timeout=WAIT)
    return page


def answer(page) -> str:
    return page.get_attribute("#verdict", "data-answer")


def typed(page, facts=FACTS) -> str:
    year, month, last = [*facts.birth_date.split("-"), "", ""][:3]
    page.fill("#name", facts.name)
    page.fill("#day", last.lstrip("0"))
    page.select_option("#month", month.lstrip("0"))
    page.fill("#year", year)
    page.fill("#main", facts.decisive)
    page.click("#go")
    page.wait_for_selector("#go:not([disabled])", timeout=WAIT)
    return answer(page)
