"""Say where rows stand for ground that other rows stand for too, so that their sum would count it twice."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

_SAME = ["publication", "category", "cohort", "year", "start"]


def one_inside_another(published: pd.DataFrame) -> Iterator[Finding]:
    """Yield a finding for every region or nation that stands in a publication beside areas inside it.

    Parameters
    ----------
    published : DataFrame
        A published frame (`terms.schemas.Published`).
    """
    level = published["area_level"]
    outer = published[(level == "region") | (level == "nation")]
    if outer.empty:
        return
    inner = published.loc[published["area_level"].isin(["area", "region"]), [*_SAME, "area", "area_level", "region"]]
    regions, nations = (outer[outer["area_level"] == level] for level in ("region", "nation"))
    areas = inner[inner["area_level"] == "area"].rename(columns={"area": "area_inner", "region": "area"})
    both = [
        regions.merge(areas.drop(columns="area_level"), on=[*_SAME, "area"]),
        nations.merge(inner.rename(columns={"area": "area_inner"})[[*_SAME, "area_inner"]], on=_SAME),
    ]
    for row in pd.concat(both).drop_duplicates(["publication", "area_code"]).itertuples():
        where = str(row.value_source or row.volume_source)
        what = f"{row.area} stands beside {row.area_inner}, which lies inside it; the sum of all rows counts it twice"
        expected, remedy = "rows of one level", "take the rows of one level only"
        yield Finding(Source.parse(where).file, where, "area-inside-another", "warning", what, expected, remedy)
