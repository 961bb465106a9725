"""What an analyst's frame may look like without any figure going wrong: hours, orders, objects, rows in turn."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import vv_analysis as vv
from vv_analysis.errors import FrameError

NAN = float("nan")
# O9 and O25 of the method.
HALF = pd.DataFrame(
    {
        "start": pd.to_datetime(["2020-10-01"]),
        "end": pd.to_datetime(["2021-03-31"]),
        "value_gbp": [30_000.0],
        "volume_users": [25.0],
    }
)
O25 = pd.DataFrame(
    {
        "year": ["2021-22", "2022-23", "2023-24", "2024-25"],
        "start": pd.to_datetime(["2021-06-26", "2022-04-01", "2023-04-01", "2024-04-01"]),
        "end": pd.to_datetime(["2022-03-31", "2023-03-31", "2024-03-31", "2025-03-31"]),
        "value_gbp": [160_000.0, 250_000.0, 270_000.0, 270_000.0],
        "volume_users": [213.0, 333.0, 360.0, 360.0],
    }
)
EXISTING = pd.DataFrame({"value_gbp": [315_000.0], "value_nominal_gbp": [300_000.0], "volume_users": [300.0]})
LINES = {"on": ["lot"]}


def with_hours(frame):
    return frame.assign(start=frame["start"] + pd.Timedelta(hours=9), end=frame["end"] + pd.Timedelta(hours=17))


def test_the_hour_of_a_day_changes_no_figure():
    assert vv.annualise(with_hours(HALF))["value_gbp"].round(2).tolist() == [60_164.84]
    for measure in (vv.ramp_up, vv.by_financial_year, vv.payment_lag):
        frame = O25.drop(columns="year") if measure is vv.by_financial_year else O25
        exact, hourly = measure(frame), measure(with_hours(frame))
        figures = list(exact.select_dtypes("number"))
        pd.testing.assert_frame_equal(exact[figures], hourly[figures])
    found = vv.check_frame(with_hours(O25))
    assert "period-outside-year" not in set(found["rule"])


def test_years_stand_in_the_order_of_time_whatever_order_a_category_has():
    names = pd.CategoricalDtype(O25["year"].tolist()[::-1])
    backwards = vv.ramp_up(O25.assign(year=O25["year"].astype(names)))
    assert backwards["year"].tolist() == O25["year"].tolist()
    assert backwards["steady_gbp"].tolist() == [270_000] * 4


def test_rows_that_follow_each_other_in_a_year_are_one_service_in_turn():
    halves = pd.DataFrame(
        {
            "year": "2024-25",
            "start": pd.to_datetime(["2024-04-01", "2024-10-01"]),
            "end": pd.to_datetime(["2024-09-30", "2025-03-31"]),
            "value_gbp": [135_000.0, 135_000.0],
            "volume_users": [180.0, 180.0],
        }
    )
    split = pd.concat([O25.head(3), halves], ignore_index=True)
    last = vv.ramp_up(split).iloc[-1]
    assert last[["annualised_gbp", "annualised_users", "share_of_year"]].tolist() == [270_000, 360, 1]
    whole, parts = (
        vv.bridge(EXISTING, frame, steady_year="2024-25").set_index("step")["amount_gbp"] for frame in (O25, split)
    )
    pd.testing.assert_series_equal(parts, whole)
    assert parts.round(2)[["volume", "price", "part year", "ramp-up"]].tolist() == [
        216_000,
        -396_000,
        -63_616.44,
        -66_383.56,
    ]


def test_rows_that_share_a_day_run_side_by_side():
    # 183 and 183 of 365 days, of which they share one: each is brought to twelve months by itself.
    rows = pd.DataFrame(
        {
            "year": "2024-25",
            "start": pd.to_datetime(["2024-04-01", "2024-09-30"]),
            "end": pd.to_datetime(["2024-09-30", "2025-03-31"]),
            "value_gbp": [183.0, 183.0],
        }
    )
    assert vv.ramp_up(rows)["annualised_gbp"].tolist() == pytest.approx([730.0])


def test_the_share_of_the_value_that_is_used_is_never_above_one():
    owed = pd.DataFrame({"value_gbp": [100_000.0, -60_000.0], "volume_users": [100.0, NAN]})
    assert vv.unit_cost(owed)["value_coverage"].tolist() == [0.625]


def test_keys_of_unlike_kind_never_pass_for_ended_and_new_provision():
    def lots(*names):
        return pd.DataFrame({"lot": pd.Series(names, dtype="object"), "value_gbp": 1e5, "volume_users": 100.0})

    with pytest.raises(FrameError, match="key 'lot' holds mixed-integer before and text after"):
        vv.variance(lots(1, 2, "3a"), lots("1", "2", "3a"), **LINES)
    both = vv.variance(lots(1, 2), lots(1, 2).astype({"lot": "int64"}), **LINES)
    assert both["variance_gbp"].tolist() == [0, 0]


def test_days_without_service_are_no_days_of_a_period():
    two_days = pd.DataFrame(
        {
            "value_gbp": [900.0, 900.0],
            "volume_users": [40.0, 40.0],
            "start": pd.to_datetime(["2020-04-01", "2021-03-31"]),
        }
    )
    year = pd.DataFrame(
        {"value_gbp": [328_500.0], "volume_users": [14_600.0], "start": [pd.Timestamp(2021, 4, 1)]}
    ).assign(end=pd.Timestamp(2022, 3, 31))
    with pytest.raises(FrameError, match="the total covers 2 days from 'start' to 'end' before and 365 after"):
        vv.variance(two_days.assign(end=two_days["start"]), year)


def test_parts_of_unlike_vat_are_not_added_by_any_set_of_weights():
    rows = pd.DataFrame(
        {"area_code": "cpa-norfolk-and-suffolk", "area_level": "contract-package-area", "value_gbp": [100.0, 100.0]}
    ).assign(volume_users=10.0, vat=["included", "excluded"])
    weights = pd.DataFrame(
        {"from_code": "cpa-norfolk-and-suffolk", "to_code": ["E23000024", "E23000025"], "weight": [0.6, 0.4]}
    )
    with pytest.raises(FrameError, match="'vat' is 'excluded' and 'included' within one group"):
        vv.apportion_sensitivity(rows, {"made up": weights})


def test_no_users_are_taken_back_with_money():
    whole = pd.DataFrame(
        {
            "contract": ["C"],
            "start": pd.to_datetime(["2020-04-01"]),
            "end": pd.to_datetime(["2022-03-31"]),
            "value_gbp": [90.0],
            "volume_users": [100.0],
        }
    )
    profile = pd.DataFrame({"contract": "C", "year": ["2020-21", "2021-22"], "value_gbp": [-10.0, 100.0]})
    with pytest.raises(FrameError, match="the profile of row 0 has a value below 0"):
        vv.yearly_values(whole, profile)
    for without in (whole.drop(columns="volume_users"), whole.assign(volume_users=NAN)):
        assert vv.yearly_values(without, profile)["value_gbp"].tolist() == [-10, 100]


def test_figures_that_came_as_objects_are_figures():
    objects = pd.DataFrame({"value_gbp": [100.0, None, Decimal(50)], "volume_users": [50, 60, 70]}, dtype="object")
    assert vv.unit_cost(objects)[["value_gbp", "volume_users", "rows_used"]].to_numpy().tolist() == [[150, 120, 2]]
    with pytest.raises(FrameError, match="'value_gbp' holds no figures in rows 0, 1"):
        vv.unit_cost(pd.DataFrame({"value_gbp": [True, False], "volume_users": [50, 60]}))


def test_arguments_of_the_wrong_kind_are_refused_in_a_sentence():
    with pytest.raises(FrameError, match="the keys are None"):
        vv.unit_cost(HALF, None)
    with pytest.raises(FrameError, match="the deflators are a dict"):
        vv.real_terms(HALF, deflators={"2020-21": 100.0})
    with pytest.raises(FrameError, match=r"the lag is 1000000; expected a whole number of days from 0 to 3,650"):
        vv.payment_lag(HALF, 10**6)
    assert vv.payment_lag(HALF, np.int64(0))["received_gbp"].tolist() == [30_000]
