"""From an existing contract to a published one in named steps that add up, part by part and as a whole."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.split.bridge import RESULTS, bridge
from vv_analysis.terms.schemas.changes import Bridge

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
NAN = float("nan")
PENNY = 0.01
STEPS = [
    *("existing", "prices", "volume", "price", "new provision", "ended provision"),
    *("part year", "ramp-up", "published"),
]


def existing(rows, **columns):
    typed = pd.DataFrame(rows, columns=["area", "value_gbp", "volume_users"])
    return typed.astype({"area": "str", "value_gbp": float, "volume_users": float}).assign(**columns)


def published(rows, **columns):
    """Build rows of area, first calendar year, value, users, and the days left out at the start of the year."""
    typed = pd.DataFrame(
        [(area, f"{year}-{(year + 1) % 100:02d}", value, users) for area, year, value, users, *_ in rows],
        columns=["area", "year", "value_gbp", "volume_users"],
    ).astype({"area": "str", "year": "str", "value_gbp": float, "volume_users": float})
    late = [pd.Timedelta(days=row[4] if len(row) > 4 else 0) for row in rows]
    first = [pd.Timestamp(row[1], 4, 1) + days for row, days in zip(rows, late, strict=True)]
    last = [pd.Timestamp(row[1] + 1, 3, 31) for row in rows]
    days = {"start": pd.to_datetime(pd.Series(first)), "end": pd.to_datetime(pd.Series(last))}
    return typed.assign(**days, **columns)


def steps_of(before, after, **how):
    found = bridge(before, after, **how)
    return found.set_index([*how.get("by", []), "step"])["amount_gbp"]


KENT = existing([("Kent", 300_000, 300)])
# From 26 June 2021 (86 days late), as in method O25.
KENT_YEARS = [
    ("Kent", 2021, 160_000, 213, 86),
    ("Kent", 2022, 250_000, 333),
    ("Kent", 2023, 270_000, 360),
    ("Kent", 2024, 270_000, 360),
]


def test_inflation_volume_price_part_year_and_ramp_up_lead_from_one_total_to_the_other():
    deflators = pd.Series({"2019-20": 100.0, "2020-21": 105.0})
    real = real_terms(KENT.assign(year="2019-20"), to="2020-21", deflators=deflators)
    found = bridge(real, published(KENT_YEARS, prices="real 2020-21"), steady_year="2024-25")
    assert found["step"].tolist() == STEPS
    expected = [1_200_000, 60_000, 216_000, -396_000, 0, 0, -63_616.44, -66_383.56, 950_000]
    assert found["amount_gbp"].tolist() == pytest.approx(expected, abs=0.005)
    # 1,200,000 + 60,000 = 1,260,000; + 216,000; - 396,000 = 1,080,000, which is four steady-state years.
    running = [1_200_000, 1_260_000, 1_476_000, 1_080_000, 1_080_000, 1_080_000, 1_016_383.56, 950_000, 950_000]
    assert found["running_total_gbp"].tolist() == pytest.approx(running, abs=0.005)
    assert set(found["years"]) == {4}
    assert set(found["steady_year"]) == {"2024-25"}
    assert not found["assumed_steady"].any()
    assert set(found["status"]) == {"ok"}


def test_without_nominal_values_no_step_is_due_to_prices():
    steps = steps_of(KENT, published(KENT_YEARS))
    assert steps["prices"] == 0
    assert steps["existing"] == 1_200_000
    # Four times ½(1,000 + 750)·60 and ½(300 + 360)·(-250).
    assert steps[["volume", "price"]].tolist() == [210_000, -330_000]


def test_a_row_that_was_at_published_prices_all_along_has_no_inflation():
    both = existing([("Kent", 210_000, 100), ("Kent", 90_000, 200)], value_nominal_gbp=[200_000.0, NAN])
    steps = steps_of(both, published(KENT_YEARS))
    assert steps[["existing", "prices"]].tolist() == [4 * 290_000, 4 * 10_000]


def test_provision_on_one_side_only_is_new_or_ended_for_each_of_the_years():
    after = published([("Essex", 2021, 50_000, 40), ("Essex", 2022, 50_000, 40)])
    found = bridge(KENT, after, on=["area"])
    steps = found.set_index("step")["amount_gbp"]
    assert steps[["existing", "ended provision", "new provision"]].tolist() == [600_000, -600_000, 100_000]
    assert steps[["volume", "price", "part year", "ramp-up", "published"]].tolist() == [0, 0, 0, 0, 100_000]
    assert found[["keys", "keys_left_out", "status"]].iloc[0].tolist() == [2, 0, "z"]


def test_what_is_gone_by_the_steady_state_has_ended_and_its_early_years_are_ramp_up():
    after = published([("Kent", 2021, 10_000, 10), ("Essex", 2021, 50_000, 40), ("Essex", 2022, 60_000, 40)])
    steps = steps_of(KENT, after, on=["area"], steady_year="2022-23")
    assert steps["ended provision"] == -600_000
    assert steps["new provision"] == 120_000
    # Kent's £10,000 and Essex's £10,000 less than steady.
    assert steps[["part year", "ramp-up", "published"]].tolist() == [0, 0, 120_000]
    by_area = steps_of(KENT, after, by=["area"], steady_year="2022-23")
    assert by_area[[("Kent", "ramp-up"), ("Essex", "ramp-up")]].tolist() == [10_000, -10_000]


def test_a_year_without_a_row_is_a_part_year_of_no_days():
    after = published([("Kent", 2022, 270_000, 360), ("Essex", 2021, 1, 1), ("Essex", 2022, 1, 1)])
    steps = steps_of(KENT, after, by=["area"], steady_year="2022-23")["Kent"]
    assert steps[["part year", "ramp-up", "published"]].tolist() == [-270_000, 0, 270_000]


def test_no_value_for_no_users_is_no_provision():
    nothing = existing([("Kent", 0, 0)])
    steps = steps_of(nothing, published(KENT_YEARS))
    assert steps[["existing", "new provision", "volume", "price"]].tolist() == [0, 4 * 270_000, 0, 0]
    to_nothing = steps_of(KENT, published([("Kent", 2021, 0, 0), ("Kent", 2022, 0, 0)]))
    assert to_nothing[["ended provision", "published"]].tolist() == [-600_000, 0]


@pytest.mark.parametrize(("before_users", "steady_users"), [(NAN, 360), (300, NAN), (0, 360), (300, 0)])
def test_a_key_without_a_cost_per_user_stands_in_a_step_of_its_own(before_users, steady_users):
    years = [*KENT_YEARS[:3], ("Kent", 2024, 270_000, steady_users)]
    found = bridge(existing([("Kent", 300_000, before_users)]), published(years))
    assert found["step"].tolist() == [*STEPS[:6], "not split", *STEPS[6:]]
    steps = found.set_index("step")["amount_gbp"]
    assert steps[["volume", "price", "not split"]].tolist() == [0, 0, -120_000]
    assert steps["part year"] == pytest.approx(-63_616.44, abs=0.005)
    assert set(found["status"]) == {"x"}
    assert found["running_total_gbp"].iloc[-2] == pytest.approx(950_000)


def test_a_volume_missing_in_a_year_that_is_not_the_steady_one_is_not_needed():
    years = [("Kent", 2021, 160_000, NAN, 86), *KENT_YEARS[1:]]
    pd.testing.assert_series_equal(steps_of(KENT, published(years)), steps_of(KENT, published(KENT_YEARS)))


@pytest.mark.parametrize("year", [0, 3])
def test_without_dates_a_part_year_cannot_be_told_from_ramp_up_and_the_key_is_not_split(year):
    after = published(KENT_YEARS)
    undated = after.assign(start=after["start"].mask(after.index == year))
    found = bridge(KENT, undated, steady_year="2024-25")
    assert set(found["status"]) == {"x"}
    steps = found.set_index("step")["amount_gbp"]
    assert steps["not split"] == 950_000 - 1_200_000
    assert steps[["volume", "price", "part year", "ramp-up", "published"]].tolist() == [0, 0, 0, 0, 950_000]


@pytest.mark.parametrize(("users", "start"), [(NAN, "2024-04-01"), (300, None)])
def test_what_is_not_split_is_marked_even_if_it_comes_to_nothing(users, start):
    after = published([("Kent", 2024, 300_000, 360)])
    found = bridge(existing([("Kent", 300_000, users)]), after.assign(start=pd.Timestamp(start)))
    assert set(found["status"]) == {"x"}
    assert found["step"].tolist() == STEPS


def test_a_key_with_a_missing_value_is_left_out_of_both_totals_and_counted():
    before = existing([("Kent", 300_000, 300), ("Essex", 50_000, 40), ("Gwent", NAN, 40)])
    years = [
        (area, year, value, users) for area in ("Kent", "Essex", "Gwent") for _, year, value, users, *_ in KENT_YEARS
    ]
    after = published(years)
    open_cell = after.assign(
        value_gbp=after["value_gbp"].mask((after["area"] == "Essex") & (after["year"] == "2022-23"))
    )
    found = bridge(before, open_cell, on=["area"])
    assert found[["keys", "keys_left_out", "status"]].iloc[0].tolist() == [3, 2, "x"]
    alone = bridge(before[:1], after[:4], on=["area"])
    for column in ("amount_gbp", "amount_low_gbp", "amount_high_gbp"):
        assert found[column].tolist() == alone[column].tolist()
    apart = bridge(before, open_cell, by=["area"]).set_index("area")
    assert apart.loc[["Essex", "Gwent"], ["amount_gbp", "amount_low_gbp", "running_total_gbp"]].isna().all(axis=None)
    assert set(apart.loc["Essex", "status"]) == {"x"}
    assert apart.loc["Kent", "amount_gbp"].tolist() == alone["amount_gbp"].tolist()


def test_where_nothing_is_known_no_amount_is_given_and_no_year_is_steady():
    found = bridge(KENT, published([("Kent", 2021, NAN, 5)]))
    assert found["amount_gbp"].isna().all()
    assert set(found["steady_year"]) == {""}
    assert found["step"].tolist() == STEPS


def year_taken(*values, late=None, **how):
    rows = [("Kent", 2021 + place, value, 100, (late or {}).get(place, 0)) for place, value in enumerate(values)]
    found = bridge(KENT, published(rows), **how).iloc[0]
    return found["steady_year"], bool(found["assumed_steady"])


def test_the_steady_state_is_the_last_full_year_that_hardly_grew():
    assert year_taken(100, 200, 202) == ("2023-24", False)
    assert year_taken(100, 200, 204) == ("2023-24", False)
    assert year_taken(100, 200, 203, 150) == ("2023-24", False)
    assert year_taken(100, 200, 203, late={0: 90}) == ("2023-24", False)


def test_a_term_that_still_rises_or_has_one_year_only_has_its_last_full_year_assumed():
    assert year_taken(100, 101, 150) == ("2023-24", True)
    assert year_taken(100, 200, 204.1) == ("2023-24", True)
    assert year_taken(100) == ("2021-22", True)
    assert year_taken(300, 200) == ("2022-23", True)
    assert year_taken(100, 200, late={1: 30}) == ("2021-22", True)


def test_growth_out_of_a_part_year_is_no_evidence_of_a_steady_state():
    assert year_taken(200, 201, late={0: 90}) == ("2022-23", True)
    assert year_taken(200, 201, 90, 300, late={2: 200}) == ("2022-23", False)


def test_a_credit_note_does_not_make_a_part_year_a_full_one():
    # 100 for the whole year and -10 for half of it: £90 paid, £80 at twelve months.
    years = [("Kent", 2021, 100, 9), ("Kent", 2022, 100, 9), ("Essex", 2022, -10, 9, 182)]
    assert set(bridge(KENT, published(years), on=["area"])["steady_year"]) == {"2021-22"}


def test_a_year_missing_in_between_is_no_base_for_growth():
    after = published([("Kent", 2021, 100, 9), ("Kent", 2023, 100, 9)])
    assert bridge(KENT, after)[["steady_year", "assumed_steady"]].iloc[0].tolist() == ["2023-24", True]


def test_a_named_year_is_taken_as_it_is_named():
    assert year_taken(100, 150, 200, steady_year="2022-23") == ("2022-23", False)
    with pytest.raises(FrameError, match="'2030-31' is not in the frame"):
        year_taken(100, 150, steady_year="2030-31")


def test_a_part_year_that_has_to_serve_as_steady_state_is_annualised():
    # 279 days of £279,000 are £365,000 a year; users likewise 279 are 365.
    after = published([("Kent", 2021, 279_000, 279, 86)])
    found = bridge(KENT, after)
    steps = found.set_index("step")["amount_gbp"]
    assert steps[["volume", "price"]].tolist() == pytest.approx([65_000, 0])
    assert steps["part year"] == pytest.approx(-86_000)
    assert steps["ramp-up"] == pytest.approx(0, abs=1e-6)
    assert found["assumed_steady"].all()


def test_the_steady_year_is_chosen_for_the_whole_and_by_what_is_known():
    kent, essex = [("Kent", 2021, 100, 9), ("Kent", 2022, 100, 9)], [("Essex", 2021, 100, 9), ("Essex", 2022, 900, 9)]
    assert set(bridge(KENT, published(kent + essex), by=["area"])["assumed_steady"]) == {True}
    unknown = published([*kent, essex[0], ("Essex", 2022, NAN, 9)])
    assert set(bridge(KENT, unknown, by=["area"])["assumed_steady"]) == {False}


def test_rows_of_one_year_that_cover_unlike_parts_of_it_are_weighted_by_what_they_would_pay_in_a_year():
    # A whole year of £100,000 beside 73 days (a fifth) of £20,000: £200,000 a year, of which £80,000 is part year.
    halves = published([("Kent", 2021, 100_000, 100), ("Kent", 2021, 20_000, 20, 292)])
    steps = steps_of(existing([("Kent", 200_000, 200)]), halves)
    assert steps[["volume", "price", "ramp-up"]].tolist() == pytest.approx([0, 0, 0], abs=1e-6)
    assert steps["part year"] == pytest.approx(-80_000)


@pytest.mark.parametrize(("users", "status"), [(29, "u"), (30, "ok")])
def test_few_users_make_a_bridge_unreliable(users, status):
    found = bridge(existing([("Kent", 300_000, users)]), published(KENT_YEARS))
    assert set(found["status"]) == {status}


def test_rows_of_a_key_are_added_first_and_labels_and_order_do_not_matter():
    halves = pd.concat([existing([("Kent", 100_000, 200)]), existing([("Kent", 200_000, 100)])])
    after = published(KENT_YEARS).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(bridge(halves, after), bridge(KENT, published(KENT_YEARS)))


def test_the_frames_are_left_as_they_were():
    before, after = KENT.copy(), published(KENT_YEARS)
    copies = before.copy(), after.copy()
    bridge(before, after, on=["area"])
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(after, copies[1])


def test_nothing_existing_makes_all_of_it_new_and_nothing_published_is_refused():
    assert steps_of(KENT[:0], published(KENT_YEARS), on=["area"])["new provision"] == 1_080_000
    with pytest.raises(FrameError, match="the published frame has no rows"):
        bridge(KENT, published(KENT_YEARS)[:0])


def test_a_period_that_is_no_year_is_refused_unless_it_is_annualised():
    days = {"start": pd.Timestamp(2020, 4, 1), "end": pd.Timestamp(2020, 9, 30)}
    with pytest.raises(FrameError, match=r"of row 0 of the existing contracts is no year \(183 days") as refusal:
        bridge(KENT.assign(**days), published(KENT_YEARS))
    assert "vv.annualise" in refusal.value.remedy
    assert len(bridge(annualise(KENT.assign(**days)), published(KENT_YEARS))) == 9
    for last in ("2021-03-30", "2021-03-31", "2021-04-01"):
        year = KENT.assign(start=pd.Timestamp(2020, 4, 1), end=pd.Timestamp(last))
        assert len(bridge(year, published(KENT_YEARS))) == 9
    with pytest.raises(FrameError, match="367 days"):
        bridge(KENT.assign(start=pd.Timestamp(2020, 4, 1), end=pd.Timestamp(2021, 4, 2)), published(KENT_YEARS))
    assert len(bridge(KENT.assign(**days, value_gbp=NAN), published(KENT_YEARS))) == 9


def test_what_is_unlike_or_missing_is_refused_with_a_remedy():
    after = published(KENT_YEARS)
    with pytest.raises(FrameError, match="'prices' is 'nominal' before and 'real 2020-21' after") as refusal:
        bridge(KENT.assign(prices="nominal"), after.assign(prices="real 2020-21"))
    assert "vv.real_terms" in refusal.value.remedy
    with pytest.raises(FrameError, match="'vat' is 'included' before"):
        bridge(KENT.assign(vat="included"), after.assign(vat="excluded"))
    with pytest.raises(FrameError, match="'volume_unit' is 'places' before"):
        bridge(KENT.assign(volume_unit="places"), after.assign(volume_unit="starts"))
    with pytest.raises(FrameError, match="illustrative"):
        bridge(KENT.assign(data_status="illustrative"), after.assign(data_status="official"))
    with pytest.raises(FrameError, match="at twelve months already"):
        bridge(KENT, annualise(after))
    with pytest.raises(FrameError, match="has no 'start' and no 'end'"):
        bridge(KENT, after.drop(columns=["start", "end"]))
    with pytest.raises(FrameError, match="negative number of users"):
        bridge(KENT.assign(volume_users=-1.0), after)
    with pytest.raises(FrameError, match="cannot be the keys"):
        bridge(KENT, after, on=["year"])


def test_the_result_is_what_the_schema_promises():
    found = bridge(KENT, published(KENT_YEARS), by=["area"])
    Bridge.validate(found)
    assert found.columns.tolist() == ["area", *RESULTS]


def test_where_all_is_exact_the_ends_are_the_amounts_to_the_last_digit():
    before = existing([("Kent", 0.1, 30), ("Kent", 0.2, 7), ("Essex", 0.7, NAN)], value_nominal_gbp=[0.1, 0.15, 0.6])
    after = published([("Kent", 2021, 0.3, 11, 86), ("Kent", 2022, 0.7, 13), ("Gwent", 2022, 0.1, 3)])
    found = bridge(before, after, by=["area"])
    exact = found[found["area"] != "Essex"]
    assert exact["amount_low_gbp"].tolist() == exact["amount_gbp"].tolist()
    assert exact["amount_high_gbp"].tolist() == exact["amount_gbp"].tolist()


def test_a_band_of_the_steady_value_is_counted_once_in_ramp_up_and_part_year():
    banded = published(KENT_YEARS, value_low_gbp=[NAN, NAN, NAN, 260_000], value_high_gbp=[NAN, NAN, NAN, 280_000])
    found = bridge(KENT, banded, steady_year="2024-25").set_index("step")
    ends = found[["amount_low_gbp", "amount_high_gbp"]]
    assert ends.loc["published"].tolist() == [940_000, 960_000]
    assert ends.loc["existing"].tolist() == [1_200_000, 1_200_000]
    # f of the first year is 279/365; ramp-up 160,000 + 250,000 + 270,000 + V - V·(3 + 279/365).
    covered = 3 + 279 / 365
    assert ends.loc["part year"].tolist() == pytest.approx([-280_000 * (4 - covered), -260_000 * (4 - covered)])
    assert ends.loc["ramp-up"].tolist() == pytest.approx(
        [680_000 - 280_000 * (covered - 1), 680_000 - 260_000 * (covered - 1)]
    )
    # Four times ½(1,000 + V/360)·60 and ½·660·(V/360 - 1,000).
    volume = [120 * (1_000 + value / 360) for value in (260_000, 280_000)]
    price = [1_320 * (value / 360 - 1_000) for value in (260_000, 280_000)]
    assert ends.loc["volume"].tolist() == pytest.approx(volume)
    assert ends.loc["price"].tolist() == pytest.approx(price)


def test_a_band_of_existing_values_widens_inflation_by_its_own_factor():
    band = {"value_low_gbp": 210_000.0, "value_high_gbp": 420_000.0, "value_nominal_gbp": 300_000 / 1.05}
    nominal = {"value_low_nominal_gbp": 200_000.0, "value_high_nominal_gbp": 400_000.0}
    found = bridge(KENT.assign(**band, **nominal), published(KENT_YEARS)).set_index("step")
    assert found.loc["existing", ["amount_low_gbp", "amount_high_gbp"]].tolist() == [800_000, 1_600_000]
    assert found.loc["prices", ["amount_low_gbp", "amount_high_gbp"]].tolist() == [40_000, 80_000]


def test_prices_that_fall_take_most_from_the_highest_value():
    band = {"value_low_gbp": 200_000.0, "value_high_gbp": 400_000.0, "value_nominal_gbp": 600_000.0}
    nominal = {"value_low_nominal_gbp": 400_000.0, "value_high_nominal_gbp": 800_000.0}
    found = bridge(KENT.assign(**band, **nominal), published(KENT_YEARS)).set_index("step")
    assert found.loc["prices", ["amount_low_gbp", "amount_high_gbp"]].tolist() == [-1_600_000, -800_000]
    # Beside a row that the same prices double: -400,000 to -200,000 and 200,000 to 400,000 a year.
    doubled = {"value_nominal_gbp": 300_000.0, "value_low_nominal_gbp": 200_000.0, "value_high_nominal_gbp": 400_000.0}
    other = KENT.assign(value_low_gbp=400_000.0, value_high_gbp=800_000.0, value_gbp=600_000.0)
    both = pd.concat([KENT.assign(**band, **nominal), other.assign(**doubled)])
    found = bridge(both, published(KENT_YEARS)).set_index("step")
    assert found.loc["prices", ["amount_low_gbp", "amount_high_gbp"]].tolist() == [-800_000, 800_000]


def test_where_the_days_covered_hang_on_banded_values_part_year_and_ramp_up_have_no_ends():
    halves = [("Kent", 2021, 100_000, 100), ("Kent", 2021, 20_000, 20, 292)]
    band = {"value_low_gbp": [90_000.0, NAN], "value_high_gbp": [110_000.0, NAN]}
    found = bridge(KENT, published(halves, **band)).set_index("step")[["amount_low_gbp", "amount_high_gbp"]]
    assert found.loc[["part year", "ramp-up"]].isna().all(axis=None)
    assert found.loc["published"].tolist() == [110_000, 130_000]
    exact = bridge(KENT, published(halves, volume_low_users=[90, 15], volume_high_users=[110, 25])).set_index("step")
    assert exact.loc["part year", ["amount_low_gbp", "amount_high_gbp"]].tolist() == pytest.approx([-80_000, -80_000])


def test_the_users_of_a_part_year_that_has_to_serve_are_annualised_at_both_ends():
    # 279 days: 186 to 372 users are 243.33 to 486.67 a year, so ½(1,000 + V/q*)(q* − 300) with V 365,000 a year.
    after = published([("Kent", 2021, 279_000, 279, 86)], volume_low_users=186.0, volume_high_users=372.0)
    found = bridge(KENT, after).set_index("step")
    volume = [(1_000 + 365_000 / users) / 2 * (users - 300) for users in (186 * 365 / 279, 372 * 365 / 279)]
    assert found.loc["volume", ["amount_low_gbp", "amount_high_gbp"]].tolist() == pytest.approx(volume)


def test_what_is_not_split_has_the_ends_of_its_change():
    band = KENT.assign(value_low_gbp=280_000.0, value_high_gbp=320_000.0)
    unsplit = bridge(band.assign(volume_users=NAN), published(KENT_YEARS)).set_index("step")
    ends = ["amount_low_gbp", "amount_high_gbp"]
    # Four years of 270,000 less 320,000 or 280,000; without dates 950,000 in all less four times these.
    assert unsplit.loc["not split", ends].tolist() == [-200_000, -40_000]
    assert unsplit.loc[["volume", "price"], ends].to_numpy().tolist() == [[0, 0], [0, 0]]
    after = published(KENT_YEARS)
    undated = bridge(band, after.assign(end=after["end"].mask(after.index == 0)), steady_year="2024-25")
    assert undated.set_index("step").loc["not split", ends].tolist() == [-330_000, -170_000]


def test_an_open_band_leaves_the_steps_it_touches_open_and_no_others():
    banded = published(KENT_YEARS, value_low_gbp=[NAN, NAN, NAN, 260_000], value_high_gbp=NAN)
    found = bridge(KENT, banded, steady_year="2024-25").set_index("step")
    assert found.loc["published", "amount_low_gbp"] == 940_000
    assert found.loc[["published", "price"], "amount_high_gbp"].isna().all()
    assert found.loc["part year", "amount_high_gbp"] == pytest.approx(-260_000 * 86 / 365)
    assert found.loc["existing", "amount_high_gbp"] == 1_200_000


AREAS = ("Kent", "Essex", "Gwent", "Dorset")
VALUES = st.one_of(st.integers(0, 10**9).map(lambda pence: pence / 100), st.just(NAN))
VOLUMES = st.one_of(st.integers(0, 5_000).map(float), st.just(NAN))
BEFORE = st.lists(st.tuples(st.sampled_from(AREAS), VALUES, VOLUMES), max_size=6)
AFTER = st.lists(
    st.tuples(st.sampled_from(AREAS), st.integers(2021, 2024), VALUES, VOLUMES, st.integers(0, 364)),
    min_size=1,
    max_size=12,
)
NATIONS = {"Kent": "England", "Essex": "England", "Dorset": "England", "Gwent": "Wales"}


def with_nation(frame):
    return frame.assign(nation=frame["area"].map(NATIONS).astype("str"))


@settings(FAITHFUL, max_examples=25)
@given(before=BEFORE, after=AFTER, inflation=st.sampled_from([1.0, 1.05, 0.9]))
def test_the_steps_add_up_to_the_penny_and_those_of_the_parts_to_those_of_the_whole(before, after, inflation):
    real = existing(before)
    left = with_nation(real.assign(value_nominal_gbp=real["value_gbp"] / inflation))
    right = with_nation(published(after))
    whole = bridge(left, right, on=["nation", "area"])
    parts = bridge(left, right, on=["nation", "area"], by=["nation"])
    for found in (whole, *(rows for _, rows in parts.groupby("nation"))):
        steps = found.set_index("step")["amount_gbp"]
        assert steps.isna().all() or steps.iloc[:-1].sum() == pytest.approx(steps["published"], abs=PENNY)
    summed = parts.groupby("step", sort=False)["amount_gbp"].sum()
    pd.testing.assert_series_equal(
        summed, whole.set_index("step")["amount_gbp"].fillna(0.0), check_exact=False, atol=PENNY
    )
    assert set(parts["steady_year"]) == set(whole["steady_year"])


@settings(FAITHFUL, max_examples=20)
@given(before=BEFORE, after=AFTER)
def test_published_and_existing_are_what_is_known_of_both_sides(before, after):
    left, right = existing(before), published(after)
    found = bridge(left, right, by=["area"]).set_index(["area", "step"])["amount_gbp"]
    years = right["year"].nunique()
    for area in set(left["area"]) | set(right["area"]):
        now = right.loc[right["area"] == area, "value_gbp"].sum(skipna=False)
        was = left.loc[left["area"] == area, "value_gbp"].sum(skipna=False)
        if np.isnan(now) or np.isnan(was):
            assert np.isnan(found[area, "published"])
        else:
            assert found[area, "published"] == pytest.approx(now, abs=PENNY)
            assert found[area, "existing"] == pytest.approx(years * was, abs=PENNY)


@settings(FAITHFUL, max_examples=12)
@given(seed=st.integers(0, 9_999), width=st.sampled_from([0.05, 0.4]))
def test_whatever_the_figures_are_inside_their_ends_every_step_lies_inside_its_own(seed, width):
    lots = np.random.default_rng(seed)
    left = existing([(area, lots.uniform(1e4, 1e6), lots.integers(5, 500)) for area in AREAS[:3]])
    years = [(area, year, lots.uniform(1e4, 1e6), lots.integers(5, 500), 86 if year == 2021 else 0)
             for area in AREAS[1:] for year in range(2021, 2024)]  # fmt: skip
    sides = [banded(left.assign(value_nominal_gbp=left["value_gbp"] / 1.05), width), banded(published(years), width)]
    wide = bridge(*sides, on=["area"], steady_year="2023-24")
    for _ in range(2):
        inside = bridge(*(moved(side, lots) for side in sides), on=["area"], steady_year="2023-24")
        assert (inside["amount_gbp"] >= wide["amount_low_gbp"] - PENNY).all()
        assert (inside["amount_gbp"] <= wide["amount_high_gbp"] + PENNY).all()


def banded(side, width):
    for name, unit in (("value", "gbp"), ("volume", "users")):
        figures = side[f"{name}_{unit}"]
        side = side.assign(
            **{f"{name}_low_{unit}": figures * (1 - width), f"{name}_high_{unit}": figures * (1 + width)}
        )
    if "value_nominal_gbp" in side:
        side = side.assign(
            value_low_nominal_gbp=side["value_low_gbp"] / 1.05, value_high_nominal_gbp=side["value_high_gbp"] / 1.05
        )
    return side


def moved(side, lots):
    """Put each figure somewhere between its ends, as often as not at one of them, and forget the ends."""
    found = {}
    for name, unit in (("value", "gbp"), ("volume", "users")):
        low, high = side[f"{name}_low_{unit}"], side[f"{name}_high_{unit}"]
        found[f"{name}_{unit}"] = low + np.clip(lots.uniform(-0.5, 1.5, len(side)), 0, 1) * (high - low)
    if "value_nominal_gbp" in side:
        found["value_nominal_gbp"] = found["value_gbp"] / 1.05
    return side.drop(columns=side.filter(regex="low|high|nominal").columns).assign(**found)


def test_ranges_of_what_is_on_one_side_only_stay_with_its_step():
    before = existing([("kept", 100, 10), ("ended", 50, 5)], value_low_gbp=[100.0, 40.0], value_high_gbp=[100.0, 60.0])
    lines = [("kept", 2022, 100, 10), ("new", 2022, 70, 7)]
    after = published(lines, value_low_gbp=[100.0, 60.0], value_high_gbp=[100.0, 90.0])
    steps = bridge(before, after, on=["area"]).set_index("step")
    ends = steps[["amount_low_gbp", "amount_gbp", "amount_high_gbp"]]
    assert ends.loc["new provision"].tolist() == [60, 70, 90]
    assert ends.loc["ended provision"].tolist() == [-60, -50, -40]
    for step in ("volume", "price", "part year", "ramp-up"):
        assert ends.loc[step].tolist() == [0, 0, 0], step
    assert ends.loc["published"].tolist() == [160, 170, 190]
    assert "not split" not in ends.index
