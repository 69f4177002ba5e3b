"""The chain of who did what is checked against itself and against the newest head that was sealed; an alarm tells."""

from desbumi_app.usecases.check_audit import check_audit
from desbumi_app.usecases.list_oddities import Odd, list_oddities
from tests.desbumi_app.usecases.abroad import put


def test_a_whole_chain_is_no_alarm_and_a_line_that_was_altered_is_one(office):
    put(office, "people", name="Siti Aminah")
    assert check_audit(office)
    assert list_oddities(office) == ()
    office.register.session.conn.execute("UPDATE audit SET body = body || x'00' WHERE n = 2")
    assert not check_audit(office)
    assert [one.odd for one in list_oddities(office)] == [Odd.ALTERED]
