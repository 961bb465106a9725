"""Draws give the percentiles worked out by hand, the same for the same seed, and claim no more than is known."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.uncertainty.about import widen_about
from vv_analysis.measure.uncertainty.simulation import RESULTS, simulate
from vv_analysis.terms.assumptions import assumptions
from vv_analysis.terms.schemas.measured import Simulated

NAN = float("nan")
BAND = {"value_low_gbp": 50_000.0, "value_high_gbp": 100_000.0, "volume_low_users": 40.0, "volume_high_users": 60.0}
COST = ["cost_per_user_p10_gbp", "cost_per_user_p50_gbp", "cost_per_user_p90_gbp"]
MEAN = "cost_per_user_mean_gbp"


def banded(*rows):
    return pd.DataFrame([BAND | row for row in rows])


def one(**cells):
    return simulate(banded(cells), seed=2021).iloc[0]


def three_regions():
    regions = [("Wales", 1.0), ("London", 1.5), ("Kent", 2.0), ("Wales", 3.0), ("London", 0.5)]
    rows = [{"region": name, **{end: times * figure for end, figure in BAND.items()}} for name, times in regions]
    return pd.DataFrame(rows).assign(category=["a", "b", "a", "b", "a"])


def test_the_percentiles_of_a_ratio_of_two_even_figures_are_those_worked_out_by_hand():
    # O16: V even on 50,000 to 100,000, q on 40 to 60. P(V/q < r) = r/1,000 − 1 for r from 1,250 to 1,666.67: the
    # median is 1,500.
    # Below, with x = 50,000/r: (60 − x)²/(40x) = 0.1, x = 62 − √244 = 46.3795, r = 1,078.06.
    # Above, with y = 100,000/r: (y − 40)²/(20y) = 0.1, y = 50, r = 2,000. The mean is 75,000·ln(1.5)/20.
    result = one()
    assert result[COST].tolist() == pytest.approx([1_078.06, 1_500, 2_000], rel=0.01)
    assert result[MEAN] == pytest.approx(75_000 * np.log(1.5) / 20, rel=0.005)
    assert result[["value_p10_gbp", "value_p50_gbp", "value_p90_gbp"]].tolist() == pytest.approx(
        [55_000, 75_000, 95_000], rel=0.01
    )
    assert result[["volume_p10_users", "volume_p50_users", "volume_p90_users"]].tolist() == pytest.approx(
        [42, 50, 58], rel=0.01
    )


def test_a_figure_stated_as_about_is_likelier_near_itself_than_a_range_is():
    stated = pd.DataFrame({"value_gbp": [100_000.0], "value_status": "about", "volume_users": 50.0})
    about = simulate(widen_about(stated), seed=1).iloc[0]
    # Triangular on 95,000 to 105,000: one in ten below 95,000 + √(0.1 · 10,000 · 5,000) = 97,236; even: 96,000.
    assert about["value_p10_gbp"] == pytest.approx(97_236, abs=60)
    ranged = simulate(widen_about(stated).assign(value_status="range"), seed=1).iloc[0]
    assert ranged["value_p10_gbp"] == pytest.approx(96_000, abs=60)


def test_one_draw_of_value_and_volume_serves_all_three_figures():
    # R2.35: with 50 users for certain the cost per user is the value drawn over 50, draw by draw.
    result = one(volume_low_users=50.0, volume_high_users=50.0)
    values = result[["value_p10_gbp", "value_p50_gbp", "value_p90_gbp"]].to_numpy(dtype=float)
    assert result[COST].to_numpy(dtype=float) == pytest.approx(values / 50, rel=1e-12)


def test_value_and_volume_are_drawn_apart():
    # Drawn alike, low values would meet low volumes and one cost in ten would lie below 1,300, not 1,078.
    alike = one(value_low_gbp=40_000.0, value_high_gbp=60_000.0)
    assert alike["cost_per_user_p10_gbp"] < 850
    assert alike["cost_per_user_p90_gbp"] > 1_180


def test_points_stay_points_and_agree_with_cost_per_user():
    exact = pd.DataFrame({"value_gbp": [100_000.0, 30_000.0], "volume_users": [100.0, 20.0]})
    result = simulate(exact, seed=5).iloc[0]
    cost = unit_cost(exact)["cost_per_user_gbp"].item()
    assert result[[*COST, MEAN]].tolist() == pytest.approx([cost] * 4)
    assert result[["value_p10_gbp", "value_p90_gbp"]].tolist() == [130_000, 130_000]
    assert result["status"] == "ok"


def test_the_same_seed_gives_the_same_to_the_last_digit_and_another_seed_does_not():
    first, again, other = (simulate(three_regions(), seed=seed, by=["region"]) for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    assert (first[MEAN] != other[MEAN]).all()


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (1, 0, 3, 4, 2), (3, 1, 4, 0, 2)])
def test_the_order_of_rows_changes_no_digit(order):
    shuffled = three_regions().iloc[list(order)].set_axis([3, 3, 1, 0, 0])
    before = shuffled.copy(deep=True)
    result = simulate(shuffled, seed=7, by=["region"])
    pd.testing.assert_frame_equal(result, simulate(three_regions(), seed=7, by=["region"]), check_exact=True)
    pd.testing.assert_frame_equal(shuffled, before)


def test_another_group_changes_nothing_of_a_group():
    everything = simulate(three_regions(), seed=7, by=["region"])
    without = simulate(three_regions().query("region != 'London'"), seed=7, by=["region"])
    kept = everything.query("region != 'London'").reset_index(drop=True)
    pd.testing.assert_frame_equal(without, kept, check_exact=True)


@pytest.mark.parametrize(
    ("years", "extra"),
    [
        ([2021, 2022], None),
        ([pd.Timestamp("2021-04-01"), pd.Timestamp("2022-04-01")], pd.Timestamp("2022-04-01 12:30")),
        (["2021-22", "2022-23"], None),
    ],
)
def test_a_group_keeps_its_draws_whatever_kind_of_key_the_others_have(years, extra):
    alone = simulate(banded({}, {}).assign(year=years), seed=7, by=["year"])
    beside = simulate(banded({}, {}, {}).assign(year=[*years, extra]), seed=7, by=["year"])
    assert beside[MEAN].tolist()[:2] == alone[MEAN].tolist()


def test_groups_are_drawn_apart_even_where_their_figures_are_alike():
    alike = banded({}, {}, {}).assign(region=["Kent", "Wales", None])
    assert simulate(alike, seed=7, by=["region"])[MEAN].nunique() == 3
    named_so = banded({}, {}, {}).assign(region=["nan", "None", None])
    assert simulate(named_so, seed=7, by=["region"])[MEAN].nunique() == 3


def test_the_order_in_which_keys_are_named_changes_no_digit():
    one_way = simulate(three_regions(), seed=7, by=["region", "category"])
    other = simulate(three_regions(), seed=7, by=["category", "region"])
    ordered = other.sort_values(["region", "category"], ignore_index=True)[one_way.columns]
    pd.testing.assert_frame_equal(one_way, ordered, check_exact=True)


def test_keys_are_kept_in_their_order_and_a_missing_key_is_a_group():
    frame = three_regions().assign(region=["Wales", None, "Kent", "Wales", None])
    result = simulate(frame, seed=7, by=["region"])
    assert result["region"].tolist()[:2] == ["Kent", "Wales"]
    assert result["rows"].tolist() == [1, 2, 2]
    assert result.columns.tolist() == ["region", *RESULTS]
    Simulated.validate(result)


def test_rows_that_cannot_be_drawn_are_left_out_and_counted():
    rows = banded({}, {"value_high_gbp": NAN}, {"volume_low_users": NAN})
    missing = pd.DataFrame([{"value_gbp": NAN, "volume_users": 10.0}])
    result = simulate(pd.concat([rows, missing]), seed=2021).iloc[0]
    assert result[["rows", "rows_used"]].tolist() == [4, 1]
    assert result[[*COST, MEAN]].tolist() == one()[[*COST, MEAN]].tolist()
    # Of the values, 75,000 in the middle of the first row and of the third are known, the first is used.
    assert result["value_coverage"] == 0.5


def test_coverage_takes_the_figure_itself_for_the_middle_where_it_is_stated():
    rows = pd.DataFrame({"value_gbp": [60_000.0, 20_000.0], "volume_users": [50.0, NAN]})
    assert simulate(rows, seed=1)["value_coverage"].tolist() == [0.75]
    # 75,000 in the middle of a range, of 100,000.
    unused = pd.DataFrame({"value_gbp": [25_000.0], "volume_users": [NAN]})
    assert simulate(pd.concat([banded({}), unused]), seed=1)["value_coverage"].tolist() == [0.75]


@pytest.mark.parametrize(("undrawn", "status"), [(0, "ok"), (1, "ok"), (2, "u"), (3, "u")])
def test_where_most_rows_cannot_be_drawn_the_range_is_marked_as_too_narrow(undrawn, status):
    # R2.40: two rows of which neither can be drawn beside one that can say little of the whole.
    result = simulate(banded({}, *[{"value_high_gbp": NAN}] * undrawn), seed=1)
    assert result["status"].tolist() == [status]


@pytest.mark.parametrize(
    ("low", "high", "value", "status", "withheld"),
    [
        (0.0, 10.0, 5_000.0, "x", True),
        (0.0, 100.0, 5_000.0, "x", True),
        (0.0, 0.0, 5_000.0, "x", True),
        (0.0, 0.0, 0.0, "z", True),
        (8.0, 8.0, 5_000.0, "u", True),
        (4.0, 15.5, 5_000.0, "u", True),
        (10.0, 10.0, 5_000.0, "u", False),
        (5.0, 25.0, 5_000.0, "u", False),
        (29.0, 29.0, 5_000.0, "u", False),
        (30.0, 30.0, 5_000.0, "ok", False),
        (10.0, 90.0, 5_000.0, "ok", False),
    ],
)
def test_the_mark_says_how_far_a_cost_per_user_can_be_relied_on(low, high, value, status, withheld):
    row = {"value_gbp": value, "volume_low_users": low, "volume_high_users": high}
    result = simulate(pd.DataFrame([row]), seed=1).iloc[0]
    assert result["status"] == status
    assert result[[*COST, MEAN]].isna().tolist() == [withheld] * 4
    assert result["volume_p50_users"] == pytest.approx((low + high) / 2, abs=0.3)
    assert np.isfinite(result[["value_p10_gbp", "value_p90_gbp"]].to_numpy(dtype=float)).all()


def test_nothing_for_nobody_is_not_applicable_and_anything_else_for_nobody_is_missing():
    nobody = {"volume_users": 0.0}
    for low, high, status in ((0.0, 0.0, "z"), (0.0, 5_000.0, "x"), (-5_000.0, 0.0, "x")):
        frame = pd.DataFrame([nobody | {"value_low_gbp": low, "value_high_gbp": high}])
        assert simulate(frame, seed=1)["status"].tolist() == [status]
    free = simulate(pd.DataFrame({"value_gbp": [0.0], "volume_users": [50.0]}), seed=1)
    assert free[["cost_per_user_p50_gbp", "status"]].to_numpy().tolist() == [[0, "ok"]]


def test_the_whole_group_counts_for_the_mark_and_not_its_smallest_row():
    result = simulate(banded({"volume_low_users": 0.0}, {}), seed=1)
    assert result["status"].tolist() == ["ok"]


def test_a_credit_note_lowers_the_value_drawn():
    frame = pd.DataFrame({"value_gbp": [20_000.0, -2_000.0], "volume_users": [10.0, 0.0]})
    assert simulate(frame, seed=1)["cost_per_user_p50_gbp"].tolist() == [1_800]


def test_every_percentile_lies_within_the_ends_that_arithmetic_allows():
    result = simulate(three_regions(), seed=3).iloc[0]
    # The five rows together are eight times the band: 400,000 to 800,000 for 320 to 480 users.
    assert 400_000 < result["value_p10_gbp"] < result["value_p50_gbp"] < result["value_p90_gbp"] < 800_000
    assert 400_000 / 480 < result[COST].min() < result[COST].max() < 800_000 / 320


def test_no_rows_at_all_give_one_row_over_everything_and_it_is_missing():
    nothing = banded({}).iloc[:0]
    assert simulate(nothing, seed=1)[["rows", "rows_used", "status"]].to_numpy().tolist() == [[0, 0, "x"]]
    assert simulate(nothing.assign(region=pd.Series(dtype="str")), seed=1, by=["region"]).empty


def test_the_result_says_with_what_it_was_made():
    result = simulate(banded({}), n=120_000, seed=11).iloc[0]
    assert result[["draws", "seed"]].tolist() == [120_000, 11]
    number = result["independence"].rpartition("(")[2].rstrip(")")
    assert next(logged.factor for logged in assumptions() if logged.id == number) == "figures_moving_together_percent"


@pytest.mark.parametrize("n", [99_999, 0, -1, 1e5, True, None, NAN])
def test_too_few_draws_are_refused(n):
    with pytest.raises(FrameError, match=r"simulate: .* draws are too few .* 100,000 or more; .* n=100_000"):
        simulate(banded({}), n=n, seed=1)


@pytest.mark.parametrize("seed", [-1, 1.0, True, None, "1", 2**63])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(FrameError, match="is no seed"):
        simulate(banded({}), seed=seed)


def test_there_is_no_seed_by_default_and_any_whole_number_will_do():
    with pytest.raises(TypeError, match="seed"):
        simulate(banded({}))
    for seed in (0, np.int64(5), 2**63 - 1):
        assert simulate(banded({}), seed=seed)["seed"].tolist() == [seed]


@pytest.mark.parametrize(
    ("frame", "by", "said"),
    [
        (banded({}).drop(columns="value_low_gbp"), [], "no 'value_gbp'"),
        (banded({}).drop(columns="volume_high_users"), [], "no 'volume_users'"),
        (banded({}), ["region"], "no 'region'"),
        (banded({}), "region", "the keys are one text"),
        (banded({}).assign(seed=1), ["seed"], "'seed' cannot be the keys"),
        (banded({"value_low_gbp": 200_000.0}), [], "'value_gbp' of row 0"),
        (banded({"volume_low_users": -5.0}), [], "negative number of users"),
        (banded({}, {}).assign(data_status=["illustrative", "official"]), [], "illustrative figures .* stand beside"),
    ],
)
def test_what_cannot_be_drawn_is_refused(frame, by, said):
    with pytest.raises(FrameError, match=said):
        simulate(frame, seed=1, by=by)
