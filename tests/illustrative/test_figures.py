"""Laws of the draws and of the split."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.illustrative.figures import WEIGHTS, between, draw, july_2020, november_2019, split
from vv_analysis.illustrative.unclear import UNCLEAR_2019, as_shown
from vv_analysis.terms import reference

NAMES = st.text(alphabet="abcdefgh", min_size=1, max_size=3)
SHARES = st.dictionaries(NAMES, st.integers(min_value=1, max_value=10_000), min_size=1)


@given(st.integers(min_value=0, max_value=10**9), SHARES)
def test_parts_of_a_split_add_up_and_none_is_a_whole_unit_off(total, weights):
    parts = split(total, weights)
    whole = sum(weights.values())
    assert sum(parts.values()) == total
    assert all(abs(part * whole - total * weights[name]) < whole for name, part in parts.items())


@given(st.text(), st.integers())
def test_a_draw_is_from_0_up_to_1_and_the_same_for_the_same_key(name, number):
    assert 0 <= draw(name, number) < 1
    assert draw(name, number) == draw(name, number)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.text())
def test_a_number_between_two_lies_between_them(low, width, key):
    assert low <= between(low, low + width, key) <= low + width


def test_every_police_force_area_but_the_city_has_a_size():
    areas = set(reference.areas().query("level == 'area'")["name"])
    assert areas - set(WEIGHTS) == {"London, City of"}
    assert set(WEIGHTS) <= areas


def test_both_editions_have_a_row_an_area_lot_and_year():
    assert len(july_2020()) == len(november_2019()) == 42 * 6 * 4


def test_showing_figures_leaves_the_figures_as_they_were():
    figures = november_2019()
    kept = figures.copy()
    as_shown(figures, UNCLEAR_2019, in_millions=True)
    assert figures.equals(kept)
