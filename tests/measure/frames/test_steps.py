"""Every step that brings a row to the basis of a comparison stays with the row."""

import pandas as pd

from vv_analysis.measure.frames.steps import with_step


def test_a_step_is_told_of_the_rows_it_was_done_to_and_of_no_other():
    rows = pd.DataFrame({"value_gbp": [120.0, 100.0]})
    done = with_step(rows, "VAT of 20% taken out", pd.Series([True, False]))
    assert done["steps"].tolist() == ["VAT of 20% taken out", ""]
    assert "steps" not in rows


def test_steps_stand_in_the_order_in_which_they_were_done():
    rows = pd.DataFrame({"value_gbp": [120.0]}, index=[7])
    done = with_step(with_step(rows, "first"), pd.Series(["second, 182 days"], index=[7]))
    assert done["steps"].tolist() == ["first; second, 182 days"]


def test_a_frame_without_rows_has_no_steps_to_tell():
    assert with_step(pd.DataFrame({"value_gbp": []}), "first")["steps"].tolist() == []
