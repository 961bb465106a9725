"""Laws that hold for every measure that takes a frame. A new measure is one line in the table."""

import importlib
import inspect
import os
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import vv_analysis
from strategies import measured_frames as frames
from vv_analysis.measure.frames.bounds import ends

PENNY = 0.01
# Three frames a law and measure keep the suite quick; VV_LAWS=20 asks for twenty times as many.
FAITHFUL = settings(
    deadline=None,
    derandomize=True,
    max_examples=3 * int(os.environ.get("VV_LAWS", "1")),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SEEDS = st.integers(0, 99)
BETWEEN = {"values": frames.VALUES_BETWEEN, "volumes": frames.VOLUMES_BETWEEN}
ENDS = {"every": BETWEEN, "ranges": {"values": frames.VALUES_IN_RANGES, "volumes": frames.VOLUMES_IN_RANGES}}
BY = {"by": ["category"]}
ON = {"on": ["category", "area_code"]}
STEADY = {"steady_year": "2024-25"}
COSTS = {"fixed_cost_gbp": 10_000.0, "variable_cost_gbp_per_user": 200.0}
WEIGHTS = pd.DataFrame(
    {"from_code": "region-south-central", "to_code": ["E23000030", "E23000029"], "weight": [0.7, 0.3]}
)
EFFECTS = ("variance_gbp", "price_effect_gbp", "volume_effect_gbp", "unsplit_gbp")
REST = ("new_provision_gbp", "ended_provision_gbp", "unsplit_gbp")
SPLIT = (*EFFECTS[1:3], *REST)
SUMS = ("value_gbp", "volume_users", "rows", "rows_used")


@dataclass(frozen=True)
class Measure:
    """A measure, the frames it is given, and which laws are said of which of its columns.

    Attributes
    ----------
    call : str
        Its path below ``vv_analysis.measure``.
    rows : tuple of callable
        The strategy of each of its frames.
    arguments : dict
        What else it is given.
    in_order_of : tuple of str
        Columns that tell the rows of a result apart, where it has those of its argument one by one.
    shares_out : tuple of str
        Columns of which the parts of each contract add up to what it had.
    adds_up : tuple of str
        Columns whose sums over a finer key are those of the coarser one.
    left_out : bool
        Whether a part that is missing is left out of such a sum; else it makes the sum missing.
    parts, whole : tuple of str, str
        Columns of each row that add up to another one.
    flips : tuple of str
        Columns whose sign turns with the sides.
    ends : str
        The figures whose points the ends of a result hold: "every", "ranges" where a figure with one end only is not
        used, or "none".
    in_a_list : bool
        Whether it takes its frames as one list.
    names_units : bool
        Whether the names of its columns tell money from other figures.
    """

    call: str
    rows: tuple
    arguments: dict = field(default_factory=dict)
    in_order_of: tuple = ()
    shares_out: tuple = ()
    adds_up: tuple = ()
    left_out: bool = False
    parts: tuple = ()
    whole: str = ""
    flips: tuple = ()
    ends: str = "every"
    in_a_list: bool = False
    names_units: bool = True

    def __str__(self):
        return self.call.rpartition(".")[2]

    @property
    def has_ends(self):
        """Whether its result has ends that hold those at the points."""
        return self.ends in ENDS

    @property
    def in_lots(self):
        """Whether its rows may be measured in two lots."""
        return self.in_order_of and len(self.rows) == 1

    @property
    def halved_by(self):
        """The column by which its rows fall into two halves."""
        return "contract" if contracts in self.rows else "area_code"

    def of(self, *given_frames, **others):
        """Measure frames."""
        module, _, name = f"vv_analysis.measure.{self.call}".rpartition(".")
        measured = getattr(importlib.import_module(module), name)
        return measured(*([given_frames] if self.in_a_list else given_frames), **(self.arguments | others))

    def drawn(self, data, **kinds):
        """Draw its frames."""
        return [data.draw(rows(**kinds)) for rows in self.rows]


def with_steady(**kinds):
    """Draw published rows of which every category has one in its steady-state year."""
    return frames.yearly_rows(**kinds).map(lambda rows: frames.together(rows, frames.steady_rows("2024-25")))


def real(**kinds):
    """Draw rows at constant prices of which every category has some in every year."""
    full = frames.together(*(frames.steady_rows(year) for year in frames.PERIODS))
    return frames.yearly_rows(**kinds).map(lambda rows: frames.together(rows, full).assign(prices="real 2020-21"))


def contracts(**kinds):
    """Draw contracts with one-off costs."""
    return frames.contract_rows(**kinds).map(lambda rows: rows.assign(one_off_costs_gbp=rows["value_gbp"].abs()))


def with_vat(**kinds):
    """Draw rows of which every other one includes VAT."""
    return frames.contract_rows(**kinds).map(
        lambda rows: rows.assign(vat=np.where(rows["contract"].isin(["C1", "C3"]), "included", "unknown"))
    )


def in_regions(**kinds):
    """Draw contracts of a region, and one of an area that stays as it is; in whole pounds, as pence are not split."""
    money = ["value_gbp", "value_low_gbp", "value_high_gbp"]
    in_pounds = frames.contract_rows(**kinds).map(
        lambda rows: rows.assign(**{name: rows[name].where(rows[name].abs() > 1e7, rows[name] * 100) for name in money})
    )
    return in_pounds.map(
        lambda rows: rows.assign(
            area_code=rows["contract"]
            .mask(rows["contract"] != "C1", "region-south-central")
            .replace("C1", "E23000037"),
            area_level=rows["contract"].mask(rows["contract"] != "C1", "region").replace("C1", "area"),
        )
    )


def spoken(**kinds):
    """Draw rows of which some values are stated as about so much."""
    return frames.contract_rows().map(
        lambda rows: rows[["contract", "value_gbp", "volume_users"]].assign(
            value_status=rows["value_gbp"].isna().map({True: "missing", False: "about"}).astype("str")
        )
    )


def of_organisations(**kinds):
    """Draw contracts of two organisations, in two places."""
    return contracts(**kinds).map(
        lambda rows: rows.assign(
            organisation=rows["contract"].isin(frames.FIRST_HALF).map({True: "A", False: "B"}).astype("str"),
            led_by=rows["contract"].isin(["C1", "C2"]).map({True: "women", False: "not stated"}).astype("str"),
            region="Kent, Surrey and Sussex",
            cohort="all",
            value_source=rows["contract"],
        )
    )


def lines(**kinds):
    """Draw published rows with their region and their place."""
    return frames.yearly_rows(**kinds).map(
        lambda rows: rows.assign(
            region="Kent, Surrey and Sussex", value_source=[f"row {row}" for row in range(len(rows))]
        )
    )


def one_row(**kinds):
    """Draw one row of which value and volume are known, if only between two ends."""
    return frames.keyed_rows(frames.ranges(frames.PENCE), frames.ranges(frames.PEOPLE), min_size=1).map(
        lambda rows: rows.head(1)
    )


def some_rows(**kinds):
    """Draw rows of which there is at least one."""
    return frames.keyed_rows(**kinds, min_size=1)


KEYED, YEARLY, CONTRACTS = (frames.keyed_rows,), (frames.yearly_rows,), (contracts,)
SIDES = KEYED * 2
EACH_CONTRACT, EACH_YEAR = ("contract",), ("contract", "year")
EACH_PAIR, EACH_IN_A_GROUP = ("contract", "published_source"), ("view", "group", "contract")
FIGURES = ("value_gbp", "volume_users")
MEASURES = [
    Measure("basis.twelve_months.annualise", CONTRACTS, in_order_of=EACH_CONTRACT),
    Measure("basis.prices.real_terms", CONTRACTS, in_order_of=EACH_CONTRACT),
    Measure("basis.prices.with_alternative", CONTRACTS, in_order_of=EACH_CONTRACT),
    Measure("basis.financial_years.by_financial_year", CONTRACTS, in_order_of=EACH_YEAR, shares_out=FIGURES),
    Measure("basis.whole_term.yearly_values", CONTRACTS, in_order_of=EACH_YEAR, shares_out=FIGURES),
    Measure("basis.vat.exclude_vat", (with_vat,), in_order_of=EACH_CONTRACT),
    Measure(
        "basis.areas.apportion",
        (in_regions,),
        {"weights": WEIGHTS},
        in_order_of=("contract", "area_code"),
        shares_out=FIGURES,
        ends="none",
    ),
    Measure("basis.areas.apportion_sensitivity", (in_regions,), {"weights": {"made up": WEIGHTS}}, ends="none"),
    Measure("basis.discounting.present_value", (real,), BY),
    Measure("split.unit_cost.unit_cost", KEYED, BY, adds_up=SUMS, left_out=True, ends="ranges"),
    Measure("split.variance.variance", SIDES, ON, parts=SPLIT, whole="variance_gbp", flips=EFFECTS),
    Measure(
        "split.mix.mix",
        SIDES,
        {"on": ["area_code"], "within": ["category"]},
        parts=("mix_effect_gbp", *SPLIT),
        whole="variance_gbp",
        flips=(*EFFECTS, "mix_effect_gbp"),
    ),
    Measure("split.classical.classical_split", SIDES, ON, flips=EFFECTS[:1]),
    Measure("split.classical.montgomery_split", SIDES, ON, parts=SPLIT, whole="variance_gbp", flips=EFFECTS),
    Measure("split.chain.chained", (some_rows,) * 3, ON, parts=SPLIT, whole="variance_gbp", in_a_list=True),
    Measure(
        "split.bridge.bridge",
        (frames.keyed_rows, with_steady),
        ON | STEADY,
        adds_up=("amount_gbp",),
        left_out=True,
        ends="ranges",
    ),
    # Which year is taken as steady follows from the figures unless it is named.
    Measure("ramp.ramp_up.ramp_up", YEARLY, BY, adds_up=("value_gbp", "annualised_gbp"), ends="none"),
    Measure("ramp.ramp_up.ramp_up", (with_steady,), BY | STEADY),
    Measure("ramp.sustainability.sustainability", YEARLY, COSTS | BY, adds_up=FIGURES),
    Measure(
        "ramp.one_off_costs.with_one_off_costs", CONTRACTS, BY, adds_up=(*SUMS, "one_off_costs_gbp"), left_out=True
    ),
    Measure("ramp.payment_lag.payment_lag", CONTRACTS, BY, adds_up=("earned_gbp", "received_gbp")),
    Measure("ramp.volume_cap.at_volumes", KEYED, BY, adds_up=("cap_users", "value_gbp"), left_out=True, ends="ranges"),
    Measure("uncertainty.about.widen_about", (spoken,), in_order_of=EACH_CONTRACT, ends="none"),
    Measure("uncertainty.simulation.simulate", KEYED, BY | {"seed": 7}, adds_up=("rows", "rows_used")),
    Measure("comparison.comparability.comparability", SIDES, ON),
    Measure("uncertainty.tornado.cost_per_user_tornado", (one_row,), ends="none", names_units=False),
    Measure("comparison.comparison_set.comparison_set", (lines, of_organisations), in_order_of=EACH_PAIR),
    Measure("comparison.counted_once.counted_once", CONTRACTS, in_order_of=EACH_CONTRACT),
    Measure("comparison.counted_once.left_out", CONTRACTS, in_order_of=EACH_CONTRACT),
    Measure("comparison.equality.equality_view", (of_organisations, lines)),
    Measure("comparison.equality.equality_rows", (of_organisations, lines), in_order_of=EACH_IN_A_GROUP, ends="none"),
]
EACH = pytest.mark.parametrize("measure", MEASURES, ids=str)


def having(*names):
    """Return the measures of which these attributes are told."""
    chosen = [measure for measure in MEASURES if all(getattr(measure, name) for name in names)]
    return pytest.mark.parametrize("measure", chosen, ids=str)


def in_order(measure, result):
    return (
        result.sort_values(list(measure.in_order_of), kind="stable").reset_index(drop=True)
        if measure.in_order_of
        else result
    )


def assert_alike(one, other):
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=PENNY)


def is_money(column):
    return column.endswith(("_gbp", "_gbp_per_user"))


def in_unit(frame, unit):
    return frame.assign(**{column: frame[column] * unit for column in frame if is_money(column)})


def test_every_public_measure_of_a_frame_stands_in_the_table():
    public = [getattr(vv_analysis, name) for name in vv_analysis.__all__]
    takes_a_frame = [
        function.__name__
        for function in filter(inspect.isfunction, public)
        if function.__module__.startswith("vv_analysis.measure.") and ".checks." not in function.__module__
        if "DataFrame" in str(next(iter(inspect.signature(function).parameters.values())).annotation)
    ]
    assert "variance" in takes_a_frame
    assert set(takes_a_frame) <= {str(measure) for measure in MEASURES}


@EACH
@FAITHFUL
@given(data=st.data(), seed=SEEDS)
def test_neither_the_order_of_rows_nor_their_labels_matter(measure, data, seed):
    given_frames = measure.drawn(data)
    shuffled = [frames.relabelled(frame.sample(frac=1, random_state=seed)) for frame in given_frames]
    one, other = (in_order(measure, measure.of(*some)) for some in (given_frames, shuffled))
    assert_alike(one.reset_index(drop=True), other.reset_index(drop=True))


@EACH
@FAITHFUL
@given(data=st.data(), unit=st.sampled_from([4.0, 0.5]))
def test_another_currency_unit_changes_money_and_nothing_else_and_what_was_given_stays(measure, data, unit):
    given_frames = measure.drawn(data, **BETWEEN)
    copies = [frame.copy() for frame in given_frames]
    in_pounds = measure.of(*given_frames)
    for frame, copy in zip(given_frames, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
    assert not np.isinf(in_pounds.select_dtypes("number")).any(axis=None)
    others = {name: value * unit for name, value in measure.arguments.items() if is_money(name)}
    in_other = measure.of(*(in_unit(frame, unit) for frame in given_frames), **others)
    if measure.names_units:
        pd.testing.assert_frame_equal(in_other, in_unit(in_pounds, unit), check_exact=False, rtol=1e-9, atol=4 * PENNY)


@having("in_lots")
@FAITHFUL
@given(data=st.data(), seed=SEEDS)
def test_rows_measured_in_two_lots_come_out_as_when_measured_together(measure, data, seed):
    [rows] = measure.drawn(data, **BETWEEN)
    lot = np.random.default_rng(seed).integers(0, 2, len(rows)) == 1
    apart = pd.concat([measure.of(rows[lot]), measure.of(rows[~lot])], ignore_index=True)
    assert_alike(in_order(measure, apart), in_order(measure, measure.of(rows)))


@having("shares_out")
@FAITHFUL
@given(data=st.data())
def test_the_parts_of_a_contract_add_up_to_what_it_had_to_a_penny(measure, data):
    [rows] = measure.drawn(data)
    had = rows.set_index("contract")[list(measure.shares_out)]
    assert_alike(measure.of(rows).groupby("contract")[list(measure.shares_out)].sum(skipna=False), had.sort_index())


@having("adds_up")
@FAITHFUL
@given(data=st.data())
def test_a_group_split_in_two_adds_up_again(measure, data):
    given_frames = measure.drawn(data)
    whole = measure.of(*given_frames)
    keys = [column for column in ("category", "year", "percent_of_cap", "step") if column in whole]
    halved = [frame.assign(half=frame[measure.halved_by].isin(frames.FIRST_HALF)) for frame in given_frames]
    halves = measure.of(*halved, by=[*measure.arguments.get("by", []), "half"]).groupby(keys)[list(measure.adds_up)]
    added = halves.sum(min_count=1) if measure.left_out else halves.sum(skipna=False)
    stated = whole.set_index(keys)[list(measure.adds_up)].astype("float64")
    assert_alike(added.astype("float64").reindex(stated.index), stated)


@having("parts")
@FAITHFUL
@given(data=st.data())
def test_the_parts_of_every_row_add_up_to_the_whole_to_a_penny(measure, data):
    result = measure.of(*measure.drawn(data))
    left_over = result[list(measure.parts)].sum(axis="columns", skipna=False) - result[measure.whole]
    assert (left_over.abs().dropna() <= PENNY).all()
    assert (left_over.isna() == result[measure.whole].isna()).all()


@having("flips")
@FAITHFUL
@given(data=st.data())
def test_swapping_the_sides_flips_every_sign(measure, data):
    before, after = measure.drawn(data)
    there, back = measure.of(before, after), measure.of(after, before)
    assert_alike(there[list(measure.flips)], -back[list(measure.flips)])


@having("has_ends")
@FAITHFUL
@given(data=st.data(), seed=SEEDS)
def test_the_ends_of_a_result_hold_the_result_of_every_point_between_the_ends_of_the_figures(measure, data, seed):
    given_frames = measure.drawn(data, **ENDS[measure.ends])
    shares = np.random.default_rng(seed)
    between = in_order(measure, measure.of(*given_frames))
    at_points = in_order(measure, measure.of(*(frames.within_ends(frame, shares) for frame in given_frames)))
    assert len(between) == len(at_points)
    for column in at_points:
        low, high = ends(column) if "_" in column else ("", "")
        if low in between and high in between:
            point = at_points[column].to_numpy(dtype="float64")
            slack = PENNY + 1e-9 * np.abs(point)
            assert not (point < between[low].to_numpy() - slack).any(), column
            assert not (point > between[high].to_numpy() + slack).any(), column
