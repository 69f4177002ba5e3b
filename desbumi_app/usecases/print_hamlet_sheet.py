"""The census sheet of one hamlet: known households by the head's name alone, and empty rows for everybody else."""

import re

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.documents.hamlet_sheet import HamletFacts, render_hamlet_sheet
from desbumi_app.documents.list_paper import printable
from desbumi_app.documents.render import Rendered
from desbumi_app.letter_facts import paper_of, settings_of, village_facts
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.zones import ZONES

FEWEST, MOST = 0, 200


def hamlets(office: Office) -> tuple[str, ...]:
    """The hamlets of the village's settings, then those that only stand in the register."""
    settings = settings_of(office) or {}
    own = [str(one) for one in settings.get("hamlets") or ()]
    seen = {str(row["hamlet"]) for row in office.register.rows_where("households") if row["hamlet"]}
    return (*own, *sorted(seen - set(own)))


def heads(office: Office, hamlet: str) -> tuple[str, ...]:
    """Heads of the households of a hamlet, by name."""
    found = {
        str(row["head_name"])
        for row in office.register.rows_where("households", hamlet=hamlet)
        if row["head_name"]
    }
    return tuple(sorted(found, key=fold))


def print_hamlet_sheet(office: Office, hamlet: str, blank: int) -> Rendered:
    """The sheet with this many empty rows, at least; an audit line names the hamlet's households. ValueError."""
    if not FEWEST <= blank <= MOST:
        raise ValueError("blank rows")
    settings = settings_of(office)
    now = office.clock.now().astimezone(ZONES[office.profile.zone])
    facts = HamletFacts(
        village_facts(office, settings), printable(hamlet), office.today().isoformat(), f"{now:%d-%m-%Y %H.%M}",
        sheet_code(hamlet, f"{now:%y%m%d}"), [printable(one) for one in heads(office, hamlet)], blank,
        country_codes(office.catalogue), job_codes(office.catalogue),
    )  # fmt: skip
    paper = render_hamlet_sheet(facts, paper=paper_of(settings))
    households = [bytes(row["id"]) for row in office.register.rows_where("households", hamlet=hamlet)]
    office.register.note("print", operator=office.operator.id, purpose="hamlet_sheet", records=households)
    return paper


def sheet_code(hamlet: str, day: str) -> str:
    """Letters of the hamlet and the day: `KL-261121`."""
    words = re.findall(r"[A-Za-z0-9]+", hamlet.upper())
    short = "".join(word[0] for word in words) if len(words) > 1 else (words[0][:3] if words else "X")
    return f"{short}-{day}"


def country_codes(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The codes of countries on the sheet, with their names."""
    known = {one.code: one.label.id for one in catalogue.values("countries").values}
    return tuple((code, known[code]) for code in sheet_words("hamlet_sheet").many("country_codes"))


def job_codes(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The figures of jobs on the sheet, with their names."""
    known = {one.code: one.label.id for one in catalogue.values("jobs").values}
    codes = sheet_words("hamlet_sheet").many("job_codes")
    return tuple((str(at), known[code]) for at, code in enumerate(codes, start=1))
