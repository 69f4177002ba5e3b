"""Villages as a form or file names them: the official code with or without dots, or a name that only one village has.

Reads the home ministry's table shipped with the program; 99 is the practice region and is always known.
"""

import re

from desbumi_app.catalogue.parsed import Context, Parsed
from desbumi_app.catalogue.regions import dotted_code, load_regions, region_name
from desbumi_app.domain.problems import Problem, hint, stop, warn

PRACTICE = "99"
NOT_A_VILLAGE = (
    "This is not a village we know. Type its code, for example 52.02.05.2006, or its name and subdistrict."
)
SEVERAL = "{count} villages have this name. Type the subdistrict behind it, for example {example}."
UNKNOWN_REGION = "The first digits ({region}) are not a region we know. Check the card."
UNKNOWN_DISTRICT = "No district has the digits {region} that this number begins with. Check the card."
OLD_SUBDISTRICT = "The subdistrict {region} is not in today's list; the number may be older than the list."

_CODE = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}")
_OFFERED = 2


def parse_region(text: str, _: Context) -> Parsed:
    """A village as its dotted code."""
    if _CODE.fullmatch(text):
        code = dotted_code(text)
        known = code.startswith(PRACTICE) or load_regions().find(code) is not None
        return Parsed(code) if known else Parsed(None, (stop(NOT_A_VILLAGE),))
    found = load_regions().villages(text, limit=50)
    name = text.split(",", maxsplit=1)[0].strip().casefold()
    named = [one for one in found if one.name.casefold() == name] or list(found)
    if len(named) == 1:
        return Parsed(named[0].code)
    if named:
        example = ", ".join(named[0].path.split(", ")[:_OFFERED])
        return Parsed(None, (stop(SEVERAL, count=str(len(named)), example=example),))
    return Parsed(None, (stop(NOT_A_VILLAGE),))


def region_doubts(digits: str) -> tuple[Problem, ...]:
    """What the first six digits of a NIK or family card number leave open. Old numbers keep old codes: never a stop."""
    province, district, subdistrict = digits[:2], digits[:4], digits[:6]
    if province == PRACTICE:
        return ()
    if region_name(province) is None:
        return (warn(UNKNOWN_REGION, region=subdistrict),)
    if region_name(district) is None:
        return (warn(UNKNOWN_DISTRICT, region=district),)
    if region_name(subdistrict) is None:
        return (hint(OLD_SUBDISTRICT, region=subdistrict),)
    return ()
