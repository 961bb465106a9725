"""Every step that brings a row to the basis of a comparison stays with the row."""

import pandas as pd

from vv_analysis.measure.frames.steps import STEPS, with_step


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
    for frame in (pd.DataFrame({"value_gbp": []}), pd.DataFrame({"value_gbp": [], "steps": []})):
        assert with_step(frame, "first")["steps"].tolist() == []


def test_what_was_done_to_other_rows_before_stays_as_it_was():
    rows = pd.DataFrame({"steps": ["annualised", None, ""]})
    done = with_step(rows, "deflated", pd.Series([True, True, False]))
    assert done["steps"].tolist() == ["annualised; deflated", "deflated", ""]
    assert with_step(rows, "deflated", pd.Series([False] * 3))["steps"].tolist() == ["annualised", "", ""]


def test_a_step_a_row_may_be_told_of_some_rows_only():
    rows = pd.DataFrame({"steps": ["annualised", "annualised"]}, index=["a", "b"])
    step = pd.Series(["x 1.1", "x 1.2"], index=["a", "b"])
    done = with_step(rows, step, pd.Series([False, True], index=["a", "b"]))
    assert done["steps"].tolist() == ["annualised", "annualised; x 1.2"]
    assert done.index.tolist() == ["a", "b"]


def test_steps_are_text_whatever_stood_there():
    for steps in (["x"], [1], [None], None):
        rows = pd.DataFrame({"value_gbp": [1.0]} | ({STEPS: steps} if steps else {}))
        assert str(with_step(rows, "done")["steps"].dtype) == "str"
    assert str(with_step(pd.DataFrame({"value_gbp": []}), "done")["steps"].dtype) == "str"
    assert with_step(pd.DataFrame({"value_gbp": [1.0]}), pd.Series([5]))["steps"].tolist() == ["5"]
    object_words = pd.Series(["done"], dtype="object")
    assert str(with_step(pd.DataFrame({"value_gbp": [1.0]}), object_words)["steps"].dtype) == "str"
