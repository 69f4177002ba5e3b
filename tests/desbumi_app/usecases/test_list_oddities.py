"""Alarms of chains and lists as a person hears them: a kind once a laptop, for a month, and not what has mended itself."""

from db.trust_store import Alarm, TrustStore
from desbumi_app.usecases.list_oddities import Odd, list_oddities

DAY = 24 * 3600


def told(office):
    return [one.odd for one in list_oddities(office)]


def test_kinds_are_told_once_with_the_newest_first_and_for_a_month(office):
    trust = TrustStore(office.register)
    kinds = ("fork", "fork", "relay_lied", "restored", "relay_refused_bad_batch", "wrap_bad")
    for dseq, kind in enumerate(kinds):
        trust.raise_alarm(Alarm(kind, b"s" * 16, b"d" * 16, 0, dseq, ""))
        office.clock.forward(60)
    assert told(office) == [Odd.REFUSED, Odd.NOT_TAKEN, Odd.LISTS, Odd.SPLIT]
    office.clock.forward(31 * DAY)
    assert told(office) == []


def test_a_body_that_is_here_again_is_not_missing(office):
    TrustStore(office.register).raise_alarm(Alarm("body_missing", b"s" * 16, b"d" * 16, 0, 1, ""))
    assert told(office) == []
