import pytest

from desbumi_app.catalogue.when import holds


@pytest.mark.parametrize(
    ("when", "values", "expected"),
    [
        ({}, {}, True),
        ({"route": ("p_to_p", "spsk")}, {"route": "spsk"}, True),
        ({"route": ("p_to_p", "spsk")}, {"route": "ssw"}, False),
        ({"route": ("p_to_p",)}, {}, False),
        ({"route": ("p_to_p",)}, {"route": None}, False),
        ({"route": ("p_to_p",), "country": ("MY",)}, {"route": "p_to_p", "country": "TW"}, False),
        ({"route": ("p_to_p",), "country": ("MY",)}, {"route": "p_to_p", "country": "MY"}, True),
        ({"signs": ("yes",)}, {"signs": 1}, True),
        ({"signs": ("yes",)}, {"signs": 0}, False),
        ({"signs": ("no",)}, {"signs": 0}, True),
        ({"skills": ("sewing",)}, {"skills": ("cooking", "sewing")}, True),
        ({"skills": ("sewing",)}, {"skills": ("cooking",)}, False),
    ],
)
def test_all_keys_of_a_when_table_must_hold(when, values, expected):
    assert holds(when, values) is expected
