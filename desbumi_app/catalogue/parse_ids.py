"""Numbers that identify: NIK, family card, passport, phone and e-mail. Kept as text, never as numbers."""

import re

from desbumi_app.catalogue.parse_regions import region_doubts
from desbumi_app.catalogue.parsed import Context, Parsed, Value
from desbumi_app.domain.nik import decode
from desbumi_app.domain.problems import Problem, stop, warn

FIFTEEN = "Only 15 digits: a spreadsheet dropped one. Copy the number again from the card."
SCIENTIFIC = "A spreadsheet turned this number into {shown} and lost digits. Copy it again from the card."
SIXTEEN = "This number has {count} digits; it needs 16."
NOT_DIGITS = "Only digits belong here."
ENDS_IN_POINT_ZERO = "A spreadsheet added .0 at the end. Check the last digits against the card."
SERIAL_ZERO = "The last four digits are 0000: a spreadsheet may have lost them. Check the card."
NOT_A_PHONE = "This is not a phone number. Type it like 0812 3456 7890, or begin with + for another country."
PHONE_LENGTH = "This phone number is too short or too long. Type it like 0812 3456 7890, or begin with + for another country."
NO_SUCH_DAY = "The digits for the birth date are not a real day. Check the card."


def parse_nik(text: str, _: Context) -> Parsed:
    """Sixteen digits as text; spaces, dots and dashes ignored. Doubts are warnings: the card decides."""
    digits, found = _sixteen(text)
    if digits is None:
        return Parsed(None, found)
    if len(set(digits)) == 1:
        return Parsed(
            None,
            (
                stop(
                    "These are sixteen equal digits, not a number from a card. Copy all digits from the card."
                ),
            ),
        )
    return Parsed(digits, (*found, *_nik_doubts(digits)))


def parse_kk_number(text: str, _: Context) -> Parsed:
    """The family card number: sixteen digits, region first."""
    digits, found = _sixteen(text)
    if digits is None:
        return Parsed(None, found)
    return Parsed(digits, (*found, *region_doubts(digits)))


def parse_passport_number(text: str, _: Context) -> Parsed:
    """Letters and digits, upper case. An unusual Indonesian form is a warning only."""
    number = re.sub(r"[\s.-]", "", text).upper()
    if not re.fullmatch(r"[A-Z0-9]{5,15}", number):
        return Parsed(None, (stop("A passport number has 5 to 15 letters and digits and nothing else."),))
    if not re.fullmatch(r"[A-Z]{1,2}\d{6,7}", number):
        return Parsed(number, (warn("Indonesian passports have one or two letters, then 6 or 7 digits."),))
    return Parsed(number)


def parse_phone(text: str, context: Context) -> Parsed:
    """A phone number of any country as +62812…; local numbers belong to `limits['region']`, else ID."""
    import phonenumbers

    region = str(context.limits.get("region", "ID"))
    bare = re.sub(r"[^\d+]", "", text)
    if re.search(r"[eE]\+\d", text):
        return Parsed(None, (stop(SCIENTIFIC, shown=text),))
    if re.search(r"[A-Za-z]", text) or not 6 <= len(bare.lstrip("+")) <= 17:
        return Parsed(None, (stop(NOT_A_PHONE),))
    if region == "ID" and bare.startswith(("62", "8")) and len(bare) >= 9:
        bare = "+" + bare if bare.startswith("62") else "0" + bare
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return Parsed(None, (stop(NOT_A_PHONE),))
    if not phonenumbers.is_possible_number(number):
        return Parsed(None, (stop(PHONE_LENGTH),))
    stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        return Parsed(stored, (warn("No phone company is known to use this number. Check it once more."),))
    return Parsed(stored)


def render_phone(value: Value) -> str:
    """`+62 812-3456-7890`."""
    import phonenumbers

    number = phonenumbers.parse(str(value), None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def parse_email(text: str, _: Context) -> Parsed:
    """An address with one @ and a dot behind it; the domain in lower case."""
    match = re.fullmatch(r"([A-Za-z0-9._%+'-]{1,64})@([A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24})", text)
    if match is None or ".." in text:
        return Parsed(None, (stop("This is not an e-mail address, for example nama@contoh.id."),))
    return Parsed(f"{match[1]}@{match[2].lower()}")


def render_plain(value: Value) -> str:
    """The text as it is stored."""
    return str(value)


def render_sixteen(value: Value) -> str:
    """Sixteen digits in the groups of the card: `990101 500395 0001`."""
    text = str(value)
    return f"{text[:6]} {text[6:12]} {text[12:]}"


def _sixteen(text: str) -> tuple[str | None, tuple[Problem, ...]]:
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", text):
        return None, (stop(SCIENTIFIC, shown=text),)
    if re.fullmatch(r"\d{16}\.0+", text):
        return text[:16], (warn(ENDS_IN_POINT_ZERO),)
    digits = re.sub(r"[\s.\-']", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return None, (stop(NOT_DIGITS),)
    if len(digits) == 15:
        return None, (stop(FIFTEEN),)
    if len(digits) != 16:
        return None, (stop(SIXTEEN, count=str(len(digits))),)
    return digits, ()


def _nik_doubts(nik: str) -> tuple[Problem, ...]:
    parts, found = decode(nik), list(region_doubts(nik))
    if parts.sex is None or not parts.birth_dates():
        found.append(warn(NO_SUCH_DAY))
    if parts.serial == "0000":
        found.append(warn(SERIAL_ZERO))
    return tuple(found)
