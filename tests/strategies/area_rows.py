"""Rows of larger areas, and weights to split them by."""

import pandas as pd

from vv_analysis.measure.basis.areas import apportion
from vv_analysis.terms import reference
from vv_analysis.terms.area_weights import area_weights

NAN = float("nan")
LEVEL = {"cpa": "contract-package-area", "region": "region", "E23": "area", "K04": "nation"}
BRISTOL = "cpa-bristol-gloucestershire-somerset-and-wiltshire"
NORFOLK_SUFFOLK = "cpa-norfolk-and-suffolk"
HUMBER = "cpa-humberside-lincolnshire-and-north-yorkshire"
MANCHESTER = "cpa-cheshire-and-greater-manchester"
POPULATION, EQUAL = area_weights("population"), area_weights("equal")
HALF_AND_LESS = pd.DataFrame(
    {"from_code": BRISTOL, "to_code": ["E23000036", "E23000037", "E23000038"], "weight": [0.5, 0.3, 0.2]}
)
THREE_QUARTERS = pd.DataFrame(
    {"from_code": NORFOLK_SUFFOLK, "to_code": ["E23000024", "E23000025"], "weight": [0.75, 0.25], "name": "caseload"}
)


def rows(*figures, **columns):
    """Return a row for each code, value and volume."""
    frame = pd.DataFrame(figures, columns=["area_code", "value_gbp", "volume_users"])
    levels = [LEVEL.get(str(code)[:3], LEVEL.get(str(code)[:6], "")) for code in frame["area_code"]]
    typed = frame.astype({"value_gbp": float, "volume_users": float})
    return typed.assign(area_level=pd.Series(levels, dtype="str"), **columns)


def level_codes(level):
    return reference.areas().query("level == @level")["code"].tolist()


def pence(column):
    return [round(value * 100) for value in column]


def in_parts(frame, weights=HALF_AND_LESS, to="area"):
    return apportion(frame, weights, to).set_index("area_code")
