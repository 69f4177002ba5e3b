"""Whole numbers, flags and money as people write them here: 1.250.000, Rp 1,5 juta, 500rb.

Money is stored as an integer of the smallest unit; the rupiah has none in use below itself.
"""

import re
from decimal import Decimal

from desbumi_app.catalogue.parsed import Context, Parsed, Value
from desbumi_app.domain.problems import Problem, stop, warn

SYMBOLS = {"IDR": "Rp", "MYR": "RM", "USD": "US$", "SGD": "S$", "HKD": "HK$", "TWD": "NT$", "JPY": "¥"}
# Digits after the comma that are used in practice (ISO 4217 gives IDR and TWD two; nobody pays them).
EXPONENTS = {"IDR": 0, "JPY": 0, "KRW": 0, "TWD": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3}
_UNITS = {"rb": 3, "ribu": 3, "k": 3, "jt": 6, "juta": 6, "m": 9, "miliar": 9, "milyar": 9}
_YES = frozenset(["ya", "y", "yes", "iya", "benar", "true", "1", "ada", "sudah", "√", "✓", "v"])
_NO = frozenset(["tidak", "t", "tdk", "no", "n", "bukan", "false", "0", "belum", "tidak-ada"])

NOT_A_NUMBER = "This is not a whole number. Use digits only."
NOT_MONEY = "This is not an amount of money, for example Rp 1.250.000."


def parse_integer(text: str, context: Context) -> Parsed:
    """A whole number, with or without dots between thousands; limits `min` and `max`."""
    if not re.fullmatch(r"[+-]?(\d{1,18}|\d{1,3}(\.\d{3}){1,5})", text):
        return Parsed(None, (stop(NOT_A_NUMBER),))
    number = int(text.replace(".", ""))
    found = _outside(number, context, str)
    return Parsed(None if found else number, found)


def parse_flag(text: str, _: Context) -> Parsed:
    """Yes or no: stored as 1 or 0."""
    word = "-".join(text.lower().split())
    if word in _YES or word in _NO:
        return Parsed(int(word in _YES))
    return Parsed(None, (stop("Answer with yes or no."),))


def parse_money(text: str, context: Context) -> Parsed:
    """An amount in the field's currency (`limits['currency']`, IDR when not given), in smallest units."""
    currency = str(context.limits.get("currency", "IDR"))
    bare = re.sub(r"[\s_]", "", text).lower()
    sign = -1 if bare.startswith("-") else 1
    bare = bare.lstrip("-")
    for mark in (currency.lower(), SYMBOLS.get(currency, currency).lower(), "rp."):
        bare = bare.removeprefix(mark).removesuffix(mark)
    bare = re.sub(r"[,.]?[-=]+$", "", bare).removeprefix(".")
    match = re.fullmatch(r"([\d.,]{1,24})([a-z]*)", bare)
    if match is None or (match[2] and match[2] not in _UNITS):
        return Parsed(None, (stop(NOT_MONEY),))
    exponent = EXPONENTS.get(currency, 2)
    amount, found = _amount(match[1], exponent, with_unit=bool(match[2]))
    if amount is None:
        return Parsed(None, (stop(NOT_MONEY),))
    smallest = amount.scaleb(_UNITS.get(match[2], 0) + exponent) * sign
    if smallest != int(smallest) or abs(smallest) >= 10**15:
        return Parsed(None, (stop("This currency has no such small coins, or the amount is too large."),))
    outside = _outside(int(smallest), context, lambda n: render_money(n, currency), lowest=0)
    return Parsed(None if outside else int(smallest), (*found, *outside))


def render_integer(value: Value) -> str:
    """The digits alone: years and counts carry no dots."""
    return str(value)


def render_flag(value: Value) -> str:
    """Ya or Tidak."""
    return "Ya" if value else "Tidak"


def render_money(value: Value, currency: str = "IDR") -> str:
    """`Rp 1.250.000`, `RM 1.500,00`, `-Rp 5.000`."""
    number = int(value or 0)
    exponent = EXPONENTS.get(currency, 2)
    whole, rest = divmod(abs(number), 10**exponent)
    text = f"{SYMBOLS.get(currency, currency)} {whole:,}".replace(",", ".")
    return ("-" if number < 0 else "") + text + (f",{rest:0{exponent}}" if exponent else "")


def _amount(text: str, exponent: int, *, with_unit: bool) -> tuple[Decimal | None, tuple[Problem, ...]]:
    """The number behind dots and commas, and a warning where both readings are possible."""
    found: tuple[Problem, ...] = ()
    if re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3}){2,}", text) and not (
        with_unit and re.fullmatch(r"\d+\.\d{3}", text)
    ):
        whole = text.replace(".", "").replace(",", "")
        return Decimal(whole), found
    if re.fullmatch(r"\d{1,3},\d{3}", text) and not with_unit and exponent != 3:
        found = (warn("Read as {amount}. Is that right?", amount=text.replace(",", ".")),)
        return Decimal(text.replace(",", "")), found
    if re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+),\d{1,3}", text):
        return Decimal(text.replace(".", "").replace(",", ".")), found
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,3}", text):
        return Decimal(text.replace(",", "")), found
    if re.fullmatch(r"\d+\.\d{1,2}", text) and (with_unit or exponent):
        return Decimal(text), found
    return None, found


def _outside(number: int, context: Context, show: object, lowest: int | None = None) -> tuple[Problem, ...]:
    low, high = context.limits.get("min", lowest), context.limits.get("max")
    say = show if callable(show) else str
    if low is not None and number < int(str(low)):
        return (stop("The smallest value allowed is {limit}.", limit=say(int(str(low)))),)
    if high is not None and number > int(str(high)):
        return (stop("The largest value allowed is {limit}.", limit=say(int(str(high)))),)
    return ()
