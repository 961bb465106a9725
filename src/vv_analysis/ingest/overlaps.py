"""Say where rows stand for ground that other rows stand for too, so that their sum would count it twice."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from vv_analysis.terms.findings import Finding

_SAME = ["publication", "category", "cohort", "year", "start"]


def one_inside_another(published: pd.DataFrame) -> Iterator[Finding]:
    """Yield a finding for every region or nation that stands in a publication beside areas inside it.

    Parameters
    ----------
    published : DataFrame
        A published frame (`terms.schemas.Published`).
    """
    outer = published[published["area_level"].isin(["region", "nation"])]
    inner = published[published["area_level"].isin(["area", "region"])]
    pairs = outer.merge(inner, on=_SAME, suffixes=("", "_inner"))
    in_region = (pairs["area_level_inner"] == "area") & (pairs["region_inner"] == pairs["area"])
    in_nation = pairs["area_level"] == "nation"
    both = pairs[(pairs["area_level"] == "region") & in_region | in_nation]
    for row in both.drop_duplicates(["publication", "area_code"]).itertuples():
        where = str(row.value_source or row.volume_source)
        what = f"{row.area} stands beside {row.area_inner}, which lies inside it; the sum of all rows counts it twice"
        expected, remedy = "rows of one level", "take the rows of one level only"
        yield Finding(where.split("#")[0], where, "area-inside-another", "warning", what, expected, remedy)
