"""A message names the rows it is about: up to three of them, and how many more there are."""

import pandas as pd
import pytest

from vv_analysis.measure.frames.named_rows import named_rows


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([False, False, True], "row 2"),
        ([True, False, True], "rows 0, 2"),
        ([True, True, True], "rows 0, 1, 2"),
        ([True, True, True, False, True], "rows 0, 1, 2 and 1 more"),
    ],
)
def test_rows_are_named_by_their_place(chosen, words):
    assert named_rows(pd.Series(chosen)) == words
    assert named_rows(pd.Series(chosen, index=["same label"] * len(chosen))) == words
