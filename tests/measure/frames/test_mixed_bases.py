"""What is on unlike bases is not added up; what says nothing of its basis is not asked."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.mixed_bases import MONEY, refuse_mixed_bases

TOGETHER, APART = np.array([0, 0, 0]), np.array([0, 0, 1])


def frame(**columns):
    return pd.DataFrame({name: pd.Series(words, dtype="str") for name, words in columns.items()})


def refused(rows, of_row=TOGETHER, *bases, **options):
    with pytest.raises(FrameError) as refusal:
        refuse_mixed_bases(rows, of_row, *bases, where="the measure", **options)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("basis", "remedy"),
    [
        ("prices", "use vv.real_terms first, or name the column in by"),
        ("vat", "use vv.exclude_vat first, leave out rows of unknown VAT, or name the column in by"),
        ("volume_unit", "choose the rows that count the same, or name the column in by"),
    ],
)
def test_a_group_on_two_bases_is_refused_with_its_rows_and_a_remedy(basis, remedy):
    assert refused(frame(**{basis: ["b", "a", "b"]})) == (
        f"the measure: '{basis}' is 'a' and 'b' within one group (not 'a': rows 0, 2); "
        f"expected one price base, VAT and volume unit in what is added up; {remedy}."
    )


def test_groups_may_differ_from_each_other():
    rows = frame(vat=["excluded", "excluded", "included"])
    assert refuse_mixed_bases(rows, APART, where="x") is None
    mixed = refused(rows.assign(vat=["excluded", "unknown", "included"]), APART)
    assert "'vat' is 'excluded' and 'unknown' within one group (not 'excluded': row 1)" in mixed


def test_exempt_is_like_excluded_and_a_blank_or_a_missing_word_is_like_anything():
    for words in (["excluded", "exempt", ""], ["included", None, ""], ["", None, None], ["included"] * 3):
        assert refuse_mixed_bases(frame(vat=words), TOGETHER, where="x") is None
    assert "within one group" in refused(frame(prices=["excluded", "exempt", ""]))


def test_rows_that_are_not_used_are_not_asked():
    rows = frame(vat=["excluded", "included", "excluded"])
    assert refuse_mixed_bases(rows, TOGETHER, where="x", used=np.array([True, False, True])) is None
    assert "row 1" in refused(rows, used=np.array([True, True, False]))


def test_only_the_bases_asked_for_are_looked_at_and_later_ones_too():
    rows = frame(prices=["nominal"] * 3, volume_unit=["places", "referrals", "places"])
    assert refuse_mixed_bases(rows, TOGETHER, MONEY, where="x") is None
    assert refuse_mixed_bases(frame(area=["a", "b", "c"]), TOGETHER, where="x") is None
    assert "'volume_unit' is 'places' and 'referrals'" in refused(rows)
    assert "'vat'" in refused(frame(vat=["a", "b", "a"], volume_unit=["places"] * 3), TOGETHER, MONEY)


def test_labels_that_repeat_name_no_wrong_rows():
    rows = frame(vat=["excluded", "included", "excluded"]).set_axis([7, 7, 7])
    assert "row 1" in refused(rows)
