"""Links and the direct comparison reach the same change by other ways, and both are shown."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.split.chain import RESULTS, chained
from vv_analysis.measure.split.variance import PARTS, variance

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=30)
NAN = float("nan")
PENNY = 0.01


def frame(rows):
    typed = pd.DataFrame(rows, columns=["area", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float})


KENT = [frame([("Kent", value, users)]) for value, users in ((100_000, 100), (123_500, 130), (126_000, 140))]


def test_linked_effects_are_not_the_direct_ones_and_the_change_is_the_same():
    # Method O8: £1,000 x 100, £950 x 130, £900 x 140.
    found = chained(KENT, names=["existing", "2019", "2020"])
    assert found["comparison"].tolist() == ["link", "link", "chained", "direct"]
    assert found[["edition_before", "edition_after"]].to_numpy().tolist() == [
        ["existing", "2019"], ["2019", "2020"], ["existing", "2020"], ["existing", "2020"],
    ]  # fmt: skip
    assert found["price_effect_gbp"].tolist() == pytest.approx([-5_750, -6_750, -12_500, -12_000])
    assert found["volume_effect_gbp"].tolist() == pytest.approx([29_250, 9_250, 38_500, 38_000])
    assert found["variance_gbp"].tolist() == [23_500, 2_500, 26_000, 26_000]
    assert found[["value_before_gbp", "value_after_gbp"]].to_numpy().tolist() == [
        [100_000, 123_500], [123_500, 126_000], [100_000, 126_000], [100_000, 126_000],
    ]  # fmt: skip
    assert found["status"].tolist() == ["ok"] * 4


def test_two_editions_are_one_link_and_the_direct_comparison():
    found = chained(KENT[:2])
    assert found["edition_before"].tolist() == ["edition 1"] * 3
    assert found["price_effect_gbp"].tolist() == pytest.approx([-5_750] * 3)


def test_what_ends_and_begins_again_is_so_link_by_link_and_matched_at_once():
    found = chained([KENT[0], frame([("Essex", 5, 50)]), KENT[2]], on=["area"]).set_index("comparison")
    assert found.loc["link", ["value_before_gbp", "value_after_gbp"]].to_numpy().tolist() == [
        [100_000, 5],
        [5, 126_000],
    ]
    assert found.loc["chained", ["new_provision_gbp", "ended_provision_gbp"]].tolist() == [126_005, -100_005]
    assert found.loc["direct", ["new_provision_gbp", "ended_provision_gbp"]].tolist() == [0, 0]
    assert found.loc["direct", "price_effect_gbp"] == pytest.approx(-12_000)
    assert found.loc[["chained", "direct"], "variance_gbp"].tolist() == [26_000, 26_000]


def test_keys_are_added_up_or_each_have_rows_of_their_own():
    editions = [pd.concat([edition, edition.assign(area="Essex")]) for edition in KENT]
    together, apart = chained(editions, on=["area"]), chained(editions, by=["area"])
    assert together["price_effect_gbp"].tolist() == pytest.approx([-11_500, -13_500, -25_000, -24_000])
    assert apart["area"].tolist() == ["Essex"] * 4 + ["Kent"] * 4
    assert apart["comparison"].tolist() == ["link", "link", "chained", "direct"] * 2
    assert apart["price_effect_gbp"].tolist() == pytest.approx([-5_750, -6_750, -12_500, -12_000] * 2)
    pd.testing.assert_frame_equal(apart, chained(editions, on=["area"], by=["area"]))


def test_a_missing_value_in_the_middle_breaks_the_chain_but_not_the_direct_comparison():
    found = chained([KENT[0], frame([("Kent", NAN, 130)]), KENT[2]]).set_index("comparison")
    assert found.loc[["link", "chained"], ["variance_gbp", *PARTS]].isna().all(axis=None)
    assert found.loc["direct", "variance_gbp"] == 26_000
    assert found["status"].tolist() == ["x", "x", "x", "ok"]


def test_a_missing_volume_is_marked_in_the_links_it_touches():
    found = chained([KENT[0], KENT[1], frame([("Kent", 126_000, NAN)])])
    assert found["status"].tolist() == ["ok", "x", "x", "x"]
    assert found["unsplit_gbp"].tolist() == [0, 2_500, 2_500, 26_000]


@pytest.mark.parametrize(
    ("editions", "names"), [(KENT[:1], None), ([], None), (KENT, ["a", "b"]), (KENT, ["a", "b", "a"])]
)
def test_a_chain_needs_two_editions_and_a_name_of_its_own_for_each(editions, names):
    with pytest.raises(FrameError, match=f"there are {len(editions)} editions"):
        chained(editions, names=names)


def test_the_columns_stand_in_order():
    assert chained(KENT, by=["area"]).columns.tolist() == ["area", *RESULTS]


AREAS = st.sampled_from(["Kent", "Essex", "Surrey"])
ROWS = st.lists(st.tuples(AREAS, st.integers(0, 10**9).map(lambda pence: pence / 100), st.integers(0, 900)), max_size=6)


@FAITHFUL
@given(editions=st.lists(ROWS.map(frame), min_size=2, max_size=4))
def test_the_links_add_up_to_the_direct_change_and_every_row_to_its_parts(editions):
    found = chained(editions, on=["area"])
    if found.empty:
        return
    assert (found[list(PARTS)].sum(axis="columns") - found["variance_gbp"]).abs().max() <= PENNY
    by_kind = found.set_index("comparison")["variance_gbp"]
    assert by_kind["chained"] == pytest.approx(by_kind["direct"], abs=PENNY)
    direct = variance(editions[0], editions[-1], on=["area"])
    assert by_kind["direct"] == pytest.approx(direct["variance_gbp"].sum(), abs=PENNY)
