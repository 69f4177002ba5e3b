"""Whether the computer's date can be the date of a letter: a clock of 2009 or 2099 gives no number the wrong year silently.

It never forbids a day: somebody looks at it and says that it is right.
"""

import json
from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office

DOUBTFUL: Final = "The computer's date is {day}, but what is known here is of {year}. Set the clock right, or tick that the date is right."
FIELD: Final = "day_right"
# Later years of the book that somebody overruled with that tick, as JSON: a clock of 2099 is not asked about for ever.
OVERRULED: Final = ".years_overruled"


def doubtful_year(office: Office, template: LetterTemplate) -> Problem | None:
    """A stop while today's year lies before the newest one known here, or more than one behind it.

    Known are the years in which letters were numbered, which every laptop of the village tells, and the day of the
    letter's text.
    """
    return year_doubt(office, template.as_of)


def year_doubt(office: Office, as_of: str) -> Problem | None:
    """The same for what bears no letter's text; `as_of` is the day (ISO) that something shipped is of."""
    today = office.today()
    newest = max({int(as_of[:4])} | (_numbered_years(office) - set(_overruled(office))))
    if newest <= today.year <= newest + 1:
        return None
    return stop(DOUBTFUL, about=FIELD, day=today.isoformat(), year=str(newest))


def keep_year(office: Office, *, ticked: bool) -> None:
    """A letter was numbered today: its year counts again, and later ones no more where somebody ticked today's date."""
    held, today = _overruled(office), office.today().year
    later = {*held, *(_numbered_years(office) if ticked else ())}
    if (now := sorted(year for year in later if year > today)) != held:
        office.register.set_meta(OVERRULED, json.dumps(now))


def _numbered_years(office: Office) -> set[int]:
    """Years of open series with a letter: one that was only begun or lent tells nothing."""
    rows = office.register.rows_where("number_series", closed_on=None)
    return {int(row["year"]) for row in rows if row["year"] and row["last_number"]}


def _overruled(office: Office) -> list[int]:
    return [int(year) for year in json.loads(str(office.register.meta(OVERRULED) or "[]"))]
