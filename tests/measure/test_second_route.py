"""Cost per user, variance and ramp-up come out alike by fractions, row by row, written from the method alone."""

from collections import defaultdict
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import PARTS, variance

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")
AREAS = st.sampled_from(["Kent", "Essex", "Gwent"])
PENCE = st.one_of(st.integers(0, 10**8), st.none())
USERS = st.one_of(st.integers(0, 300), st.none())
ROWS = st.lists(st.tuples(AREAS, PENCE, USERS), max_size=12)


def frame(rows):
    typed = pd.DataFrame(
        [(area, NAN if pence is None else pence / 100, NAN if users is None else users) for area, pence, users in rows],
        columns=["area", "value_gbp", "volume_users"],
    )
    return typed.astype({"area": "str", "value_gbp": float, "volume_users": float})


def same(figure, expected, within=0.005):
    if expected is None:
        return pd.isna(figure)
    return float(figure) == pytest.approx(float(expected), abs=within, rel=1e-12)


def areas_of(rows):
    groups = defaultdict(list)
    for area, *figures in rows:
        groups[area].append(figures)
    return dict(sorted(groups.items()))


def total(figures):
    """Add up; a sum with a hole in it is not a sum."""
    return None if None in figures else sum(map(Fraction, figures))


@FAITHFUL
@given(rows=ROWS)
def test_a_cost_per_user_is_the_sum_of_pence_over_the_sum_of_users_of_rows_with_both(rows):
    found = unit_cost(frame(rows), by=["area"]).set_index("area")
    expected = areas_of(rows)
    assert found.index.tolist() == list(expected)
    for area, figures in expected.items():
        used = [(pence, users) for pence, users in figures if None not in (pence, users)]
        known = sum(pence for pence, _ in figures if pence is not None)
        value, users = sum(pence for pence, _ in used), sum(users for _, users in used)
        row = found.loc[area]
        assert row[["rows", "rows_used"]].tolist() == [len(figures), len(used)]
        assert same(row["value_gbp"], Fraction(value, 100) if used else None)
        assert same(row["cost_per_user_gbp"], Fraction(value, 100 * users) if users >= 10 else None)
        assert same(row["value_coverage"], Fraction(value, known) if known else None, within=1e-9)


def split_by_fractions(before, after):
    """Return the five parts of the change of an area, of which either side may be nothing."""
    sides = []
    for figures in (before, after):
        value, users = (total(column) for column in zip(*figures, strict=True)) if figures else (0, 0)
        sides.append((value, users))
    (v0, q0), (v1, q1) = sides
    if None in (v0, v1):
        return [None] * 5
    if sides[0] == (0, 0):
        return [0, 0, v1, 0, 0]
    if sides[1] == (0, 0):
        return [0, 0, 0, -v0, 0]
    if not q0 or not q1:
        return [0, 0, 0, 0, v1 - v0]
    p0, p1 = Fraction(v0, 1) / q0, Fraction(v1, 1) / q1
    return [(q0 + q1) / 2 * (p1 - p0), (p0 + p1) / 2 * (q1 - q0), 0, 0, 0]


@FAITHFUL
@given(before=ROWS, after=ROWS)
def test_a_change_is_split_by_fractions_into_the_same_parts(before, after):
    found = variance(frame(before), frame(after), on=["area"]).set_index("area")
    was, now = areas_of(before), areas_of(after)
    assert set(found.index) == set(was) | set(now)
    for area, row in found.iterrows():
        parts = split_by_fractions(was.get(area), now.get(area))
        for name, pence in zip(PARTS, parts, strict=True):
            assert same(row[name], None if pence is None else pence / 100)
        assert same(row["variance_gbp"], None if None in parts else sum(parts) / 100)


YEARS = {2021: 365, 2022: 365, 2023: 366, 2024: 365}
PAID = st.dictionaries(
    st.tuples(st.sampled_from(["Kent", "Essex"]), st.sampled_from(sorted(YEARS))),
    st.tuples(st.integers(1, 10**8), st.one_of(st.just(0), st.integers(1, 364))),
    min_size=1,
)


def paid(cells):
    rows = []
    for (area, year), (pence, late) in cells.items():
        start, end = pd.Timestamp(year, 4, 1) + pd.Timedelta(days=late), pd.Timestamp(year + 1, 3, 31)
        # Two rows that run side by side, so that there is something to add.
        rows += [(area, f"{year}-{year - 1999}", start, end, part / 100) for part in (pence // 3, pence - pence // 3)]
    typed = pd.DataFrame(rows, columns=["area", "year", "start", "end", "value_gbp"])
    return typed.astype({"area": "str", "year": "str"})


def steady_year_of(years):
    """Return the last full year that grew by at most 2 per cent on a full year, else the last full year."""
    full = [year for year in sorted(years) if years[year][1] == 0]
    settled = [
        year
        for year in full
        if year - 1 in full and abs(years[year][0] - years[year - 1][0]) * 50 <= years[year - 1][0]
    ]
    return settled[-1] if settled else full[-1] if full else None


@FAITHFUL
@given(cells=PAID)
def test_part_year_ramp_up_and_shortfall_come_out_alike_by_fractions(cells):
    found = ramp_up(paid(cells), by=["area"]).set_index(["area", "year"])
    assert len(found) == len(cells)
    for area in {area for area, _ in cells}:
        years = {year: cell for (where, year), cell in cells.items() if where == area}
        steady_year = steady_year_of(years)
        steady = years[steady_year][0] if steady_year else None
        running, expected_year = 0, min(years)
        for year in sorted(years):
            pence, late = years[year]
            share = Fraction(YEARS[year] - late, YEARS[year])
            row = found.loc[(area, f"{year}-{year - 1999}")]
            shortfall = None if steady is None else steady - pence
            gap = year != expected_year
            running = None if None in (running, shortfall) or gap else running + shortfall
            expected_year = year + 1
            assert same(row["value_gbp"], Fraction(pence, 100))
            assert same(row["annualised_gbp"], Fraction(pence, 100) / share)
            assert same(row["part_year_effect_gbp"], steady and -steady * (1 - share) / 100)
            assert same(row["ramp_effect_gbp"], steady and (pence - steady * share) / 100)
            assert same(row["shortfall_gbp"], shortfall if shortfall is None else Fraction(shortfall, 100))
            assert same(row["cumulative_shortfall_gbp"], running if running is None else Fraction(running, 100))
