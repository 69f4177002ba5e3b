"""Step 2, Tujuan: country, route, work, days. Fields that another answer makes needless are not shown."""

from dataclasses import replace
from typing import Final

from ui.forms.builder import Form
from ui.forms.from_catalogue import describe, parser, said_value
from ui.models.departure import Typed
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import DepartureStep
from ui.theme.theme import current
from ui.widgets.field import give_letters
from ui.widgets.layout import STRETCH, column

FIELDS: Final = (
    "journeys.country",
    "journeys.route",
    "journeys.job",
    "journeys.employer_name",
    "journeys.planned_departure_on",
    "journeys.departed_on",
    "journeys.visa_kind",
    "journeys.contract_months",
    "journeys.p3mi_name",
    "journeys.ship_name",
)


class DestinationStep(DepartureStep):
    """Where to, how, with whom, when."""

    def __init__(self, desk: OfficeDesk, typed: Typed) -> None:
        super().__init__(desk, typed)
        described = [describe(desk.catalogue, name, width="third") for name in FIELDS]
        if current().scale > 1.0:  # the room of the help lines is needed for what is wrong
            described = [replace(one, help=("", "")) for one in described]
        self.form = self.add_form(Form(described, parser(desk.catalogue, desk.today())))
        self.form.fill(typed.texts("journeys"))
        self.setLayout(column(self.form, STRETCH))
        self.form.changed.connect(lambda _name: self.show_fitting(self.form))
        self.show_fitting(self.form)
        self.watch()
        give_letters(self)

    def summary(self) -> str:
        """Country and day."""
        values = self.form.values()
        country = said_value(self.desk.catalogue, "journeys.country", values["journeys.country"])
        day = values["journeys.departed_on"] or values["journeys.planned_departure_on"]
        return ", ".join(
            part for part in (country, said_value(self.desk.catalogue, "journeys.departed_on", day)) if part
        )
