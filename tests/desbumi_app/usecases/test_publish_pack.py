"""What the district publishes as a data pack is in force in its villages, by network and by stick, and nothing else is."""

from dataclasses import replace
from datetime import date

import pytest

from desbumi_app.catalogue.packs import load_pack, parse_pack, shipped_names, to_toml
from desbumi_app.documents.issuers import issuer_of_row, read_issuer
from desbumi_app.letter_facts import hotline_facts, settings_of, village_facts
from desbumi_app.outcomes import Refused
from desbumi_app.packs_in_use import COPIES, pack_in, packs_of, shipped
from desbumi_app.rule_facts import destination_state, rule_packs
from desbumi_app.usecases.certify_letter import trusted_issuers
from desbumi_app.usecases.check_audit import check_audit
from desbumi_app.usecases.exchange_bundle import read_bundle_file, write_bundle_file
from desbumi_app.usecases.print_checklist import destination_facts
from desbumi_app.usecases.publish_pack import (
    BAD_ISSUER,
    NO_SOURCE,
    SAME,
    UNKNOWN,
    propose,
    propose_issuer,
    propose_pack,
    publish_pack,
)
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.share_packs import share_packs
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.speaking import Speaker
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined
from tests.desbumi_app.usecases.signing_service import a_service

TODAY = date(2026, 11, 21)


def closed_malaysia():
    """The shipped list, with Malaysia closed by the district."""
    shipped_list = load_pack("destinations")
    rows = tuple(
        replace(row, value="closed", source="Surat kabupaten 12/2026", as_of="2026-11", certainty="S")
        if row.key == "MY"
        else row
        for row in shipped_list.rows
    )
    return to_toml(replace(shipped_list, rows=rows))


def refused(answer):
    assert isinstance(answer, Refused)
    return answer.problems[0].message.msgid


def state_of(office):
    return destination_state({"country": "MY"}, TODAY, packs_of(office)).state


@pytest.mark.parametrize("name", shipped_names())
def test_a_written_pack_is_read_back_the_same_and_written_the_same(name):
    pack = load_pack(name)
    assert parse_pack(to_toml(pack)) == pack
    assert to_toml(parse_pack(to_toml(pack))) == to_toml(pack)


def test_what_the_district_publishes_is_in_force_where_letters_and_lists_are_made(made, district, link):
    here = made(a_village())
    joined(district, here, link)
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    proposal = propose_pack(district, closed_malaysia())
    assert [(one.key, one.old.value, one.new.value) for one in proposal.differences] == [
        ("MY", "warn", "closed")
    ]
    assert proposal.pack.version == load_pack("destinations").version + 1
    assert state_of(here) == "open"
    assert publish_pack(district, Speaker(ControlLog(district.register), link), proposal) == 1
    assert state_of(district) == "closed"
    Courier(district, link, PRESENCE).send_changes(everything=True)
    Courier(here, link, PRESENCE).send_changes()
    assert state_of(here) == "closed"
    (fact,) = destination_facts("MY", TODAY, packs_of(here))
    assert fact.source == "Surat kabupaten 12/2026"
    assert rule_packs(here, {"country": "MY"})["closed"] == {"MY"}
    late = made(a_village("batuwarna", village_name="Batuwarna"))
    joined(district, late, link)
    Courier(late, link, PRESENCE).send_changes(everything=True)
    for one in (district, district, late, late):
        Courier(one, link, PRESENCE).send_changes(everything=True)
    assert state_of(late) == "closed", "who joins later gets it too"
    assert all(map(check_audit, (here, district, late))), "each head that was sealed lies on its chain"


def test_another_body_under_its_name_and_version_keeps_no_published_pack_out(made, district, link):
    here = made(a_village())
    joined(district, here, link)
    version = load_pack("destinations").version + 1
    with here.register.transaction(operator=here.operator.id, purpose="test") as tx:
        tx.create(COPIES, {"pack": "destinations", "version": version, "body": b"x"})
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    proposal = propose_pack(district, closed_malaysia())
    assert proposal.pack.version == version
    assert publish_pack(district, Speaker(ControlLog(district.register), link), proposal) == 1
    Courier(district, link, PRESENCE).send_changes(everything=True)
    Courier(here, link, PRESENCE).send_changes()
    assert state_of(here) == "closed"
    assert share_packs(district) == 0, "and one true copy is enough"


def test_by_stick_too_and_the_same_again_is_nothing_to_publish(made, district, link, tmp_path):
    here = made(a_village())
    joined(district, here, link)
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    hotlines = load_pack("hotlines")
    changed = tuple(replace(row, value="0800-1-999", as_of="2026-11") for row in hotlines.rows)
    speaker = Speaker(ControlLog(district.register), link)
    publish_pack(district, speaker, propose(district, replace(hotlines, rows=changed)))
    write_bundle_file(district, tmp_path / "ke-desa.desbumi")
    read_bundle_file(here, tmp_path / "ke-desa.desbumi")
    village = village_facts(here, settings_of(here))
    assert "0800-1-999" in {one.number for one in hotline_facts(village, "2026-11-21", packs_of(here))}
    assert refused(propose(district, pack_in(district, "hotlines"))) == SAME


def test_bytes_that_the_chain_does_not_name_are_never_in_force(office):
    body = to_toml(replace(parse_pack(closed_malaysia()), version=99))
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create(COPIES, {"pack": "destinations", "version": 99, "body": body})
    assert state_of(office) == "open"
    assert pack_in(office, "destinations") is shipped("destinations")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not toml [", "not_toml"),
        (b"\xff\xfe", "not_utf8"),
        (closed_malaysia().replace(b'"closed"', b'"maybe"'), "unknown_value"),
        (closed_malaysia() + b'\nrun = "x"\n', "unknown_key"),
    ],
    ids=["no toml", "no text", "no such value", "a key too many"],
)
def test_a_file_that_is_no_pack_is_refused_by_line_and_key(office, data, said):
    answer = propose_pack(office, data)
    assert isinstance(answer, Refused)
    assert answer.problems[0].message.params["code"] == said


def test_an_unknown_pack_a_file_too_big_and_an_office_that_is_no_admin_publish_nothing(office):
    strange = to_toml(replace(load_pack("hotlines"), id="prices"))
    assert refused(propose_pack(office, strange)) == UNKNOWN
    assert "too big" in refused(propose_pack(office, b"#" * 50_000))
    loose = to_toml(replace(load_pack("destinations"), values=()))
    assert refused(propose_pack(office, loose)) == SAME, "the values that are allowed are the program's own"


def test_whose_certificates_count_is_empty_until_the_district_says_so(made, district, link):
    here = made(a_village())
    joined(district, here, link)
    Courier(here, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes()
    assert trusted_issuers(here).roots == ()
    root = a_service().root
    issuer = read_issuer(root)
    assert refused(propose_issuer(district, issuer, " ")) == NO_SOURCE
    proposal = propose_issuer(district, issuer, "Situs penerbit, dibacakan lewat telepon")
    publish_pack(district, Speaker(ControlLog(district.register), link), proposal)
    Courier(district, link, PRESENCE).send_changes(everything=True)
    Courier(here, link, PRESENCE).send_changes()
    assert (trusted_issuers(here).roots, trusted_issuers(here).as_of) == ((root,), "2026-11-21")


def test_a_row_whose_fingerprint_is_another_s_and_a_file_that_is_no_issuer_are_refused(office):
    issuer = read_issuer(a_service().root)
    made_up = propose_issuer(office, replace(issuer, print="0" * 64), "telepon")
    assert refused(made_up) == BAD_ISSUER
    assert read_issuer(b"-----BEGIN CERTIFICATE-----\nx") is None
    assert read_issuer(b"") is None
    assert issuer_of_row(issuer.print, "!!") is None
    assert issuer_of_row(issuer.print, issuer.value) == issuer


def test_only_an_admin_publishes_and_an_office_alone_cannot(office, made, district, link):
    with pytest.raises(SyncError, match="not_joined"):
        propose_pack(office, closed_malaysia())
    here = made(a_village("batuwarna", village_name="Batuwarna"))
    joined(district, here, link)
    proposal = propose_pack(here, closed_malaysia())
    with pytest.raises(SyncError, match="not_an_admin"):
        publish_pack(here, Speaker(ControlLog(here.register), link), proposal)
    assert state_of(here) == "open"


def test_a_row_checked_tomorrow_or_with_an_age_nobody_can_reckon_with_never_leaves_the_district(district):
    pack = load_pack("destinations")
    ahead = replace(pack, rows=(replace(pack.rows[0], as_of="2999-12"), *pack.rows[1:]))
    assert "has not come" in refused(propose(district, ahead))
    ages = load_pack("destination_ages")
    dashed = replace(ages, rows=(replace(ages.rows[0], value="23–50"), *ages.rows[1:]))
    assert "wrong_type" in str(propose(district, dashed).problems[0].message.params)


def test_a_power_cut_after_the_list_was_signed_leaves_it_in_force_at_the_next_look(
    district, link, monkeypatch
):
    def killed(*_args):
        raise KeyboardInterrupt

    proposal = propose_pack(district, closed_malaysia())
    monkeypatch.setattr("desbumi_app.usecases.publish_pack.use_pack", killed)
    with pytest.raises(KeyboardInterrupt):
        publish_pack(district, Speaker(ControlLog(district.register), link), proposal)
    monkeypatch.undo()
    assert state_of(district) == "open"
    assert refused(propose_pack(district, closed_malaysia())) == SAME, "never the same version twice"
    assert state_of(district) == "closed"
