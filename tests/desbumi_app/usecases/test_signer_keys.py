"""The district learns a village's letter keys from the village's own register, and publishes those it does not have."""

from desbumi_app import bootstrap
from desbumi_app.usecases.publish_letter_key import publish_letter_key, unpublished_keys
from desbumi_app.usecases.send_changes import Courier
from sync.control_log import ControlLog
from sync.speaking import Speaker
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined


def test_the_keys_that_signers_hold_come_with_the_register_and_are_published_once(made, district, link):
    village = made(a_village())
    joined(district, village, link)
    assert unpublished_keys(district, village.profile.office) == ()
    Courier(village, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    waiting = unpublished_keys(district, village.profile.office)
    assert {one.name for one in waiting} == {
        "Sari Wahyuni",
        "Lalu Satria Wiguna",
        "Hj. Nurhayati Rahman, S.Sos.",
    }
    speaker = Speaker(ControlLog(district.register), link)
    for one in waiting:
        publish_letter_key(speaker, village.profile.office, one.public, key_id=one.key_id)
    assert unpublished_keys(district, village.profile.office) == ()
    Courier(village, link, PRESENCE).send_changes()
    assert {one.key_id for one in waiting} <= ControlLog(village.register).state.letter_keys.keys()


def test_the_public_half_belongs_to_the_key_in_the_signers_box(made):
    village = made(a_village())
    ident, scalar = bootstrap.letter_key_of(village, "kades", "kepala desa yang jujur", cheap=True)
    row = next(one for one in village.register.rows_where("users") if one["id"][-16:] == ident)
    assert row["letter_public"] == bootstrap.letter_public(scalar)


def test_a_village_the_chain_does_not_know_has_no_keys(made, district):
    assert unpublished_keys(district, bytes(16)) == ()
