"""Every assumption has a number, says what it touches, and is as large in its effect as the log says it is."""

import importlib
import inspect
import pkgutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from vv_analysis import measure, ramp_up, read_statements
from vv_analysis.errors import FrameError, InputError, SettingsError
from vv_analysis.measure.uncertainty.tornado import tornado
from vv_analysis.terms import reference
from vv_analysis.terms.assumptions import MEASURES, assumption_factors, assumptions, known_names, read_assumptions
from vv_analysis.terms.schemas import FRAMES

ROOT = Path(__file__).parents[2]
EDITIONS = reference.folder().parent / "publications"
LOG = {one.id: one for one in assumptions()}
NUMBERED = [one for one in LOG.values() if one.factor]

ONE = """
[[assumption]]
id = "A01"
title = "Width"
statement = "It is wide."
factor = "width_percent"
low = 0
central = 5
high = 10
unit = "per cent"
effect = "high"
touches = ["value_gbp", "simulate"]
why = "Nobody says."
source = "judgement"
decided_by = "the maintainers"
decided_on = 2026-11-22
review_by = 2027-11-22
"""


@pytest.fixture
def read(tmp_path):
    def written(text):
        path = tmp_path / "assumptions.toml"
        path.write_text(text, encoding="utf-8")
        return read_assumptions(path)

    return written


@pytest.fixture(scope="module")
def named():
    """Return everything that has a name in the measures."""
    modules = pkgutil.walk_packages(measure.__path__, "vv_analysis.measure.")
    return {name: one for module in modules for name, one in vars(importlib.import_module(module.name)).items()}


# What each assumption does to a figure that it touches, worked out without our measures where that is simple.


def price_of_2020_21(inflation):
    """Return £100 of 2021-22 at the prices of the year before."""
    return 100 / (1 + inflation / 100)


def shortfall(year):
    """Return the shortfall of the Probation Service series of Greater Manchester against one of its own years."""
    spent = pd.DataFrame({"year": ["2021-22", "2022-23", "2023-24", "2024-25"], "value_gbp": [44.5, 58.8, 66.7, 72.1]})
    steady = f"{year:.0f}-{(year + 1) % 100:.0f}"
    return ramp_up(spent, steady_year=steady)["cumulative_shortfall_gbp"].iloc[-1]


def shortfall_of_o13(percent):
    """Return the shortfall of O13, whose last year did not grow, where growth up to so many per cent is steady."""
    values = [160_000, 280_000, 360_000, 400_000, 400_000]
    settled = [now for was, now in pairwise(values) if abs(now / was - 1) <= percent / 100]
    return sum(settled[-1] - value for value in values)


def present_value(percent):
    """Return the value of O12's £100,000 a year over five years."""
    return sum(100_000 / (1 + percent / 100) ** year for year in range(5))


def width_of_nine(percent):
    """Return how far nine figures, each uncertain by 1, are uncertain together."""
    return (9 * (1 + 8 * percent / 100)) ** 0.5


TOUCHED = {
    "about_percent": lambda percent: 100 + percent,
    "inflation_2021_22_percent": price_of_2020_21,
    "steady_year_starting": shortfall,
    "steady_growth_percent": shortfall_of_o13,
    "first_year_percent_of_even_share": lambda percent: 300_000 * percent / 100,
    # O19: half of £500,000 falls on the first of three areas, or a third.
    "equal_split_percent": lambda percent: 250_000 + (500_000 / 3 - 250_000) * percent / 100,
    "vat_percent": lambda percent: 120_000 / (1 + percent / 100),
    "volume_percent_of_cap": lambda percent: 300_000 / (300 * percent / 100),
    "discount_percent": present_value,
    "figures_moving_together_percent": width_of_nine,
    # The numbers below decide which costs per user are shown, and move none of them.
    "withheld_below_users": lambda users: 1_000,
    "low_reliability_below_users": lambda users: 1_000,
    "share_of_range_percent": lambda percent: 50_000 + 50_000 * percent / 100,
}


@pytest.mark.parametrize("logged", NUMBERED, ids=lambda one: one.id)
def test_an_effect_is_as_large_as_the_log_says(logged):
    factors = assumption_factors([logged])
    (bar,) = tornado(lambda **at: TOUCHED[logged.factor](at[logged.factor]), factors).to_dict("records")
    percent = 100 * bar["swing"] / bar["result_central"]
    assert logged.effect == ("high" if percent >= 10 else "medium" if percent >= 2 else "low"), f"{percent:.1f}%"
    assert (bar["assumption"], bar["status"]) == (logged.id, "ok")


def test_every_assumption_of_high_effect_has_a_bar_in_a_tornado():
    # R2.38
    factors = assumption_factors(LOG.values())
    bars = tornado(lambda **at: sum(TOUCHED[name](value) for name, value in at.items()), factors)
    high = {one.id for one in LOG.values() if one.effect == "high"}
    assert high
    assert high <= set(bars.loc[bars["swing"] > 0, "assumption"])
    assert set(TOUCHED) == set(bars["factor"])


def test_what_touches_cost_per_user_is_found_and_the_volume_cap_moves_it_most():
    factors = assumption_factors(LOG.values(), touching="cost_per_user_gbp")

    def cost_per_user(vat_percent, volume_percent_of_cap, withheld_below_users):
        return 120_000 / (1 + vat_percent / 100) / volume_percent_of_cap

    bars = tornado(cost_per_user, factors)
    # £1,000 at the cap: 1,923.08 at 52 per cent of it, 1,200 without VAT to take out.
    assert bars["factor"].tolist() == ["volume_percent_of_cap", "vat_percent", "withheld_below_users"]
    assert bars["result_central"].tolist() == pytest.approx([1_000] * 3)
    assert bars["swing"].tolist() == pytest.approx([923.08, 200, 0], abs=0.005)


# The numbers are those of the code and of the record.


def test_the_code_uses_the_numbers_of_the_log(named):
    assert LOG["A01"].central == named["ABOUT_PERCENT"]
    assert LOG["A04"].central == named["STEADY_GROWTH_PERCENT"]
    assert LOG["A07"].central == pytest.approx(100 * inspect.signature(named["exclude_vat"]).parameters["rate"].default)
    assert LOG["A09"].central == pytest.approx(100 * named["DISCOUNT_RATE"])
    assert LOG["A11"].central == named["WITHHELD_BELOW_USERS"]
    assert LOG["A12"].central == named["LOW_RELIABILITY_BELOW_USERS"]
    assert f"({next(one.id for one in LOG.values() if one.touches == ('simulate',))})" in named["INDEPENDENCE"]


def test_the_low_end_of_volumes_is_the_one_the_audit_office_reported():
    statements = read_statements(EDITIONS / "existing-contract-evidence").set_index("statement")
    assert statements.loc["ex020", ["low", "high", "unit"]].tolist() == [16, 48, "percent"]
    assert (LOG["A08"].low, LOG["A08"].central) == (100 - 48, 100)


def test_the_averaged_growth_of_prices_is_that_of_the_deflator():
    index = reference.deflators()
    assert LOG["A02"].central == pytest.approx(100 * (index["2021-22"] / index["2020-21"] - 1), abs=0.005)
    assert LOG["A02"].high == pytest.approx(100 * ((index["2022-23"] / index["2019-20"]) ** (1 / 3) - 1), abs=0.005)


def test_the_first_year_is_the_one_greater_manchester_spent():
    # £m, 279 days of the first year: unpaid work 1.4, 3.93, 4.7, 4.46; the Probation Service 44.5, 58.8, 66.7, 72.1.
    for first, others, percent in ((1.4, (3.93, 4.7, 4.46), 49), (44.5, (58.8, 66.7, 72.1), 91)):
        annualised = first * 365 / 279
        assert round(100 * annualised / ((annualised + sum(others)) / 4)) == percent
    assert LOG["A05"].low == 49


# The log itself.


def test_the_log_is_the_one_in_decisions():
    assert assumptions() == read_assumptions(ROOT / "decisions" / "assumptions.toml")
    assert list(LOG) == sorted(LOG) == [f"A{number:02d}" for number in range(1, len(LOG) + 1)]


def test_every_measure_that_an_assumption_touches_is_there(named):
    touched = {name for one in LOG.values() for name in one.touches}
    assert touched <= known_names()
    assert touched & set(MEASURES) <= set(named)


def test_an_assumption_can_touch_every_column_of_every_frame_and_nothing_else():
    columns = {column for frame in FRAMES.values() for column in frame.to_schema().columns}
    assert known_names() == columns | set(MEASURES)


def test_factors_are_those_of_the_log_in_its_order_and_nothing_without_a_number():
    factors = assumption_factors(LOG.values())
    assert factors["assumption"].tolist() == [one.id for one in NUMBERED]
    assert "A14" not in set(factors["assumption"])
    assert assumption_factors(LOG.values(), touching=["annualise", "exclude_vat"])["assumption"].tolist() == [
        "A05",
        "A07",
    ]
    assert assumption_factors(LOG.values(), touching="comparability").empty
    assert assumption_factors([]).dtypes.tolist() == factors.dtypes.tolist()


def test_a_name_that_nothing_is_called_is_refused_with_the_nearest():
    with pytest.raises(
        FrameError, match="'cost_per_user' is no measure and no column; did you mean 'cost_per_user_gbp'"
    ):
        assumption_factors(LOG.values(), touching="cost_per_user")


def test_what_is_written_is_read(read):
    (one,) = read(ONE)
    assert (one.id, one.low, one.central, one.high, one.touches) == ("A01", 0, 5, 10, ("value_gbp", "simulate"))
    assert one.review_by.isoformat() == "2027-11-22"
    assert len(read(ONE.replace("2027", "2026"))) == 1


def test_an_assumption_may_have_no_numbers_unless_its_effect_is_high(read):
    lines = [line for line in ONE.splitlines() if not line.startswith(("factor", "low", "central", "high", "unit"))]
    (one,) = read("\n".join(lines).replace('effect = "high"', 'effect = "low"'))
    assert (one.factor, one.low, one.central, one.high) == ("", None, None, None)
    with pytest.raises(SettingsError, match="A01: low, central, high, unit and factor stand together"):
        read("\n".join([*lines, "low = 0"]))
    with pytest.raises(
        SettingsError, match=r"assumptions.toml#A01: an effect that is high needs low, central and high"
    ):
        read("\n".join(lines))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "A01"', 'id = "one"', "assumptions.toml#one: id is not understood"),
        ('id = "A01"', "", "assumptions.toml#assumption 1: id is missing; add the field"),
        ('id = "A01"', "id = 1", "assumptions.toml#assumption 1: id is not understood"),
        ('title = "Width"', "", "assumptions.toml#A01: title is missing"),
        ('title = "Width"', 'title = ""', "#A01: title is not understood"),
        ('title = "Width"', 'titel = "Width"\ntitle = "W"', "#A01: there is no field titel; correct its name"),
        ('effect = "high"', 'effect = "huge"', "#A01: effect is not understood .*'high', 'medium' or 'low'"),
        ("low = 0", "low = 6", "#A01: low is above central, or central above high"),
        ("central = 5", "central = 11", "#A01: low is above central, or central above high"),
        ("low = 0", 'low = "0"', "#A01: low is not understood"),
        ("low = 0", "low = nan", "#A01: low is not understood"),
        ("high = 10", "high = inf", "#A01: high is not understood"),
        ("low = 0", "", "#A01: low, central, high, unit and factor stand together"),
        ('unit = "per cent"', "", "#A01: low, central, high, unit and factor stand together"),
        ('factor = "width_percent"', "", "#A01: low, central, high, unit and factor stand together"),
        ('factor = "width_percent"', 'factor = "two words"', "#A01: factor is not understood"),
        ('"simulate"]', '"simulat"]', "#A01: 'simulat' is no measure and no column; did you mean 'simulate'?"),
        ('["value_gbp", "simulate"]', "[]", "#A01: touches is not understood"),
        ("review_by = 2027-11-22", "review_by = 2026-11-21", "#A01: it is to be reviewed before it was decided"),
        ("review_by = 2027-11-22", 'review_by = "soon"', "#A01: review_by is not understood"),
        ("[[assumption]]", "[assumption]", "assumptions.toml: assumption is not understood"),
        ("[[assumption]]", "[[assumptions]]", "assumptions.toml: assumption is missing"),
        ("[[assumption]]", "[[assumption]", "assumptions.toml: this is not TOML"),
        (ONE, "assumption = [1]", "assumptions.toml#assumption 1: "),
        (ONE, "", "assumptions.toml: assumption is missing"),
        (ONE, "assumption = []", "assumptions.toml: assumption is not understood"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place_and_field(read, old, new, said):
    assert old in ONE
    with pytest.raises(SettingsError, match=said):
        read(ONE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"width_percent"', '"other_percent"', "assumptions.toml: id A01 stands twice"),
        ('"A01"', '"A02"', "assumptions.toml: factor width_percent stands twice"),
    ],
)
def test_no_two_assumptions_share_a_number_or_a_factor(read, old, new, said):
    with pytest.raises(SettingsError, match=said):
        read(ONE + ONE.replace(old, new))
    assert len(read(ONE + ONE.replace('"A01"', '"A02"').replace('"width_percent"', '"other_percent"'))) == 2


def test_a_log_that_is_not_there_says_so(tmp_path):
    with pytest.raises(InputError, match="there is no log of assumptions"):
        read_assumptions(tmp_path / "assumptions.toml")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "assumptions.toml"
    path.write_bytes(b"\xff\xfe[[")
    with pytest.raises(SettingsError, match="this is not TOML"):
        read_assumptions(path)
