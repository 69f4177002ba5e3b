"""Numbers shown in part: enough for a person to recognise their own, not enough to copy."""


def mask_nik(nik: str) -> str:
    """`5202…0001`: the district of first registration and the serial, as the file copy of a letter shows it."""
    return f"{nik[:4]}…{nik[-4:]}" if len(nik) == 16 else "…"


def mask_phone(phone: str) -> str:
    """`+62…7890`: the country where it can be told, and the last four digits."""
    digits = phone.removeprefix("+")
    if len(digits) < 8:
        return "…"
    return f"{phone[:3] if phone.startswith('+') else ''}…{digits[-4:]}"


def mask_passport(number: str) -> str:
    """`B…567`: the first letter and the last three digits."""
    return f"{number[0]}…{number[-3:]}" if len(number) >= 6 else "…"


MASKS = {"nik": mask_nik, "phone": mask_phone}


def masked(kind: str, value: str) -> str:
    """The value as its field's mask shows it; unchanged for the mask `none`. KeyError for an unknown mask."""
    return value if kind == "none" else MASKS[kind](value)
