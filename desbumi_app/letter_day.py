"""Whether the computer's date can be the date of a letter: a clock of 2009 or 2099 gives no number the wrong year silently.

It never forbids a day: somebody looks at it and says that it is right.
"""

from typing import Final

from desbumi_app.catalogue.letters import LetterTemplate
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office

DOUBTFUL: Final = "The computer's date is {day}, but what is known here is of {year}. Set the clock right, or tick that the date is right."
FIELD: Final = "day_right"


def doubtful_year(office: Office, template: LetterTemplate) -> Problem | None:
    """A stop while today's year lies before the newest one known here, or more than one behind it.

    Known are the years of the number series, which every laptop of the village tells, and the day of the letter's text.
    """
    today = office.today()
    years = {int(row["year"]) for row in office.register.rows_where("number_series") if row["year"]}
    newest = max({int(template.as_of[:4]), *years})
    if newest <= today.year <= newest + 1:
        return None
    return stop(DOUBTFUL, about=FIELD, day=today.isoformat(), year=str(newest))
