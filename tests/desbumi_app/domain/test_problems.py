from desbumi_app.domain.problems import Level, Message, Problem, hint, stop, stops, warn


def test_each_maker_gives_its_level_and_keeps_the_parameters():
    assert stop("A {x}.", about="nik", x="1") == Problem(Level.STOP, "nik", Message("A {x}.", {"x": "1"}))
    assert warn("B.", suggestion="2 Mei 2026").suggestion == "2 Mei 2026"
    assert hint("C.").level == "hint"


def test_about_names_the_field_only_where_none_was_named():
    assert stop("A.").about("nik").field == "nik"
    assert stop("A.", about="sex").about("nik").field == "sex"


def test_stops_leaves_warnings_and_hints_out():
    assert stops([warn("B."), stop("A."), hint("C.")]) == (stop("A."),)
