"""Who signs a letter and where: template and facts become signature rows. Names, roles and blanks only, no drawing."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from desbumi_app.catalogue.letters import OFFICE_SIGNER, Head, Place, Signer, Signing
from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.context import Missing, context, lookup
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import PartyFacts, Signatory, VillageFacts
from desbumi_app.documents.gaps import boxed, gap
from desbumi_app.documents.geometry import Step
from desbumi_app.documents.letter import LetterContent
from desbumi_app.documents.sign import SPACE_BEST, Sign, SignRow, Witnesses
from desbumi_app.documents.wording import both_dates, capitals

BLANK = "&nbsp;" * 40
MAX_GIVERS = 2


def sign_rows(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    """The rows of this letter, from the top. PaperError `missing` for a signer or witness an original needs."""
    maker = {
        Signing.FAMILY: _family,
        Signing.HEAD: _head_alone,
        Signing.THREE: _three,
        Signing.DECLARANT: _declarant,
        Signing.ROWS: _as_written,
        Signing.NONE: _nobody,
    }[content.template.signatures.layout]
    return maker(content, words, step)


def office_lines(village: VillageFacts, signer: Signatory) -> tuple[str, ...]:
    """The function over the signature: a.n. on two lines, Plt. and Plh. before the function."""
    head = escape(f"{village.head_title} {village.name}")
    if signer.mode == "a.n.":
        return (f"a.n. {head}", f"{escape(signer.function)},")
    return (f"{escape(signer.mode)} {head},".strip(),)


def _dated(content: LetterContent) -> str:
    return f"{escape(content.facts.place)}, {both_dates(content.facts.dated, islamic=content.facts.village.hijri)}"


def _head(content: LetterContent, first: tuple[str, ...]) -> Sign:
    signer = content.facts.signatory
    return Sign(
        (*first, *office_lines(content.facts.village, signer)),
        _name(content, signer.name, "signatory.name"),
        escape(signer.number),
    )


def _name(content: LetterContent, name: str, path: str) -> str:
    """A name under a signature, or its box in a draft that still lacks it."""
    return escape(name) if name.strip() or not content.gaps else boxed(gap(content.template, path))


def _person(
    content: LetterContent, words: SheetWords, who: PartyFacts, lines: tuple[str, ...], *, stamped: bool
) -> Sign:
    stamp = ""
    if stamped and content.template.stamp_duty:
        stamp = words.text("stamp_draft" if content.draft else "stamp")
    thumb = words.text("thumb") if who.thumb_print else ""
    whose = "subject.name" if who is content.facts.subject else "givers.name"
    return Sign(lines, _name(content, capitals(who.name), whose), "", stamp, thumb)


def _witnesses(content: LetterContent, words: SheetWords) -> Witnesses | None:
    """The witnesses; where somebody signs with a thumb, one more who read the letter out."""
    needed = content.template.signatures.witnesses
    people = [(escape(one.name), escape(one.role)) for one in content.facts.witnesses] if needed else []
    if not content.draft and len(people) < needed:
        raise PaperError("missing", "witnesses")
    blank = boxed(gap(content.template, "witnesses")) if content.gaps else BLANK
    people += [(blank, "")] * (needed - len(people))
    signers = [content.facts.subject, *content.facts.givers]
    if any(one.thumb_print for one in signers) and len(people) == needed:
        people.append((BLANK, words.text("reader")))
    return Witnesses(words.text("witnesses"), tuple(people)) if people else None


def _last_row(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    left = _witnesses(content, words)
    known = content.template.signatures.known_by
    right = _head(content, (words.text("known_by"),)) if known else None
    return [SignRow(step, left=left, right=right)] if left or right else []


def _family(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    givers = content.facts.givers
    if not 1 <= len(givers) <= MAX_GIVERS:
        raise PaperError("missing", "givers")
    own = content.template.signatures
    child = (f"{own.person},",)
    if len(givers) == 1:
        right = _person(content, words, givers[0], (_dated(content), f"{own.giver},"), stamped=True)
        left = _person(content, words, content.facts.subject, child, stamped=False)
        return [SignRow(step, left=left, right=right), *_last_row(content, words, step)]
    first = _person(content, words, givers[0], (_role(own.giver, givers[0]),), stamped=False)
    second = _person(content, words, givers[1], (_dated(content), _role(own.giver, givers[1])), stamped=True)
    middle = _person(content, words, content.facts.subject, child, stamped=False)
    return [
        SignRow(step, left=first, right=second),
        SignRow(step, centre=middle),
        *_last_row(content, words, step),
    ]


def _role(giver: str, who: PartyFacts) -> str:
    return f"{giver}, {escape(who.relation.lower())},"


def _head_alone(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    left = _witnesses(content, words)
    first = () if content.template.head is Head.OFFICE else (_dated(content),)
    return [SignRow(step, left=left, right=_head(content, first), space=SPACE_BEST)]


def _three(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    chair = content.facts.chair
    if chair is None:
        raise PaperError("missing", "chair.name")
    own = content.template.signatures
    left = _person(content, words, content.facts.subject, (f"{own.person},",), stamped=False)
    right = Sign(
        (_dated(content), f"{escape(chair.function or 'Ketua Desbumi')},"),
        _name(content, chair.name, "chair.name"),
    )
    reader = _witnesses(content, words)
    below = _head(content, (words.text("known_by"),))
    last = SignRow(step, left=reader, right=below) if reader else SignRow(step, centre=below)
    return [SignRow(step, left=left, right=right), last]


def _declarant(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    own = content.template.signatures
    right = _person(content, words, content.facts.subject, (_dated(content), f"{own.person},"), stamped=True)
    return [SignRow(step, right=right), *_last_row(content, words, step)]


def _nobody(_content: LetterContent, _words: SheetWords, _step: Step) -> list[SignRow]:
    return []


def _as_written(content: LetterContent, words: SheetWords, step: Step) -> list[SignRow]:
    """The signers of the letter's own blocks, row by row; the day stands over the rightmost of the first row."""
    own = content.template.signatures
    values = context(content.facts, tuple(one.name for one in content.template.inputs))
    rows = []
    for number in sorted({one.row for one in own.signers}):
        row = SignRow(step)
        for one in own.signers:
            if one.row == number:
                dated = (
                    number == 1 and one.place is not Place.LEFT and content.template.head is not Head.OFFICE
                )
                setattr(row, one.place.value, _signer(content, words, one, values, dated=dated))
        rows.append(row)
    return [*rows, *_last_row(content, words, step)]


def _signer(
    content: LetterContent, words: SheetWords, one: Signer, values: Mapping[str, object], *, dated: bool
) -> Sign:
    """One signature. A name nobody gave and the letter does not require is a line to write on."""
    first = (_dated(content),) if dated else ()
    if one.name == OFFICE_SIGNER:
        return _head(content, (*first, *((f"{one.role},",) if one.role else ())))
    found = lookup(values, one.name)
    name = "" if isinstance(found, Missing) else escape(capitals(str(found)))
    if not name:
        asked = one.name in content.template.required or _is_required(content, one.name)
        name = boxed(gap(content.template, one.name)) if content.gaps and asked else BLANK
    party = _party(content, one.name)
    stamp = words.text("stamp_draft" if content.draft else "stamp") if one.stamp else ""
    thumb = words.text("thumb") if party and party.thumb_print else ""
    return Sign((*first, f"{one.role},"), name, "", stamp, thumb)


def _is_required(content: LetterContent, path: str) -> bool:
    return any(f"extra.{one.name}" == path and one.required for one in content.template.inputs)


def _party(content: LetterContent, path: str) -> PartyFacts | None:
    if path.startswith("subject."):
        return content.facts.subject
    givers = content.facts.givers
    return givers[0] if path.startswith("givers.") and givers else None
