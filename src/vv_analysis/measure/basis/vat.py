"""Values without VAT, so that those that include it can stand beside those that do not."""

from __future__ import annotations

from numbers import Real

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import ALTERNATIVE, NOMINAL_COLUMNS
from vv_analysis.measure.basis.twelve_months import WITH_VAT
from vv_analysis.measure.frames import bounds, guards
from vv_analysis.measure.frames.named_rows import named_rows
from vv_analysis.measure.frames.steps import with_step
from vv_analysis.terms import vocabulary

STANDARD_RATE = 0.2
_EXCLUDE_VAT = "exclude_vat"


def exclude_vat(frame: pd.DataFrame, rate: float = STANDARD_RATE) -> pd.DataFrame:
    """Take VAT out of the values that include it.

    Value excluding VAT = value including VAT / (1 + rate). Values that exclude VAT or are exempt from it stay as
    they are; so do values of which it is not known, which stay unknown and are not compared.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``value_gbp`` (pounds; also its ends and nominal values if present) and ``vat``: ``excluded``,
        ``included``, ``exempt`` or ``unknown``. An empty cell says as little as ``unknown`` and becomes it.
    rate : float
        Rate of VAT as a fraction; 0.2 has been the United Kingdom's standard rate since January 2011.

    Returns
    -------
    DataFrame
        The same rows; those that included VAT without it, with ``vat`` as ``excluded``, what was stated in
        ``value_with_vat_gbp`` (NaN in the others), and the rate in ``steps``. One-off costs and volumes stay.

    Raises
    ------
    FrameError
        The frame has no ``vat`` or another code in it, or the rate is no fraction from 0 to below 1.

    Notes
    -----
    Method R2.7. Doing it twice is doing it once.

    Examples
    --------
    >>> values = pd.DataFrame({"value_gbp": [120_000, 100_000], "vat": ["included", "unknown"]})
    >>> exclude_vat(values)[["value_gbp", "vat", "steps"]].values.tolist()
    [[100000.0, 'excluded', 'VAT of 20% taken out'], [100000.0, 'unknown', '']]
    """
    if not (isinstance(rate, Real) and 0 <= rate < 1):
        raise FrameError(f"the rate of VAT is {rate!r}", where=_EXCLUDE_VAT, expected="a fraction such as 0.2")
    guards.require_columns(frame, ["vat", "value_gbp"], where=_EXCLUDE_VAT)
    rows = frame.reset_index(drop=True)
    vat = _stated_vat(rows)
    included = vat == "included"
    columns = ["value_gbp", *guards.present(rows, [*NOMINAL_COLUMNS, *NOMINAL_COLUMNS.values(), ALTERNATIVE])]
    values = guards.figures(rows, columns, where=_EXCLUDE_VAT)
    bounds.refuse_upside_down(rows, where=_EXCLUDE_VAT)
    before = guards.figures(rows, [WITH_VAT], where=_EXCLUDE_VAT)[WITH_VAT] if WITH_VAT in rows else float("nan")
    net = rows.assign(
        **values.where(~included, values / (1.0 + rate)),
        vat=vat.mask(included, "excluded"),
        **{WITH_VAT: values["value_gbp"].where(included, before)},
    )
    return with_step(net, f"VAT of {100 * rate:.6g}% taken out", included).set_axis(frame.index)


def _stated_vat(rows: pd.DataFrame) -> pd.Series[str]:
    vat = rows["vat"].astype("str").replace("", None).fillna("unknown")
    strange = ~vat.isin(list(vocabulary.VAT_BASES))
    if strange.any():
        raise FrameError(
            f"'vat' of {named_rows(strange)} is {vat[strange].iloc[0]!r}",
            where=_EXCLUDE_VAT,
            expected=f"one of {', '.join(vocabulary.VAT_BASES)}",
            remedy="correct it at its source, or state 'unknown'",
        )
    return vat
