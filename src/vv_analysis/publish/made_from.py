"""What a page is made from, as hashes: two pages made from the same are the same page.

The rows that a page uses are named here once for each report. Whoever changes what a report looks at changes it here
too; a test makes each page again from nothing but these rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from vv_analysis.errors import VvError
from vv_analysis.ingest.intake.fingerprint import UNKNOWN, digest
from vv_analysis.present.comparison import selection
from vv_analysis.publish.surroundings import surroundings
from vv_analysis.terms import vocabulary

if TYPE_CHECKING:
    from vv_analysis.ingest.intake.processed import Processed
    from vv_analysis.publish.parameters import Job
    from vv_analysis.settings import Comparison, Settings

# What changed, in words: the parts that `made_from` hashes.
PARTS = {
    "rows": "the rows it uses",
    "parameters": "its parameters",
    "notebook": "its notebook",
    "settings": "vv.toml",
    "as_at": "the date of the data",
    "reference": "the reference tables or decisions",
    "code": "the code of the package",
    "libraries": "the versions of libraries",
}
_Used = Iterable[object]


def made_from(jobs: Iterable[Job], settings: Settings, data: Processed, as_at: str) -> dict[str, dict[str, str]]:
    """Return for each page what it is made from: a hash for each of `PARTS`.

    Parameters
    ----------
    jobs : iterable of Job
        The pages.
    settings : Settings
        The settings of the project.
    data : Processed
        All that was read.
    as_at : str
        The date that reports are "as at".
    """
    common = {
        **surroundings(settings),
        "settings": digest(settings.comparison.model_dump(mode="json")),
        "as_at": as_at,
    }
    return {
        job.key: {
            **common,
            "rows": _rows(job, data, settings.comparison),
            "parameters": digest(job.report, job.title, job.parameters),
            "notebook": hashlib.sha256(job.notebook.read_bytes()).hexdigest() if job.notebook.is_file() else "",
        }
        for job in jobs
    }


def why(now: Mapping[str, str], before: Mapping[str, str] | None) -> str:
    """Say what changed about a page since it was made before.

    Examples
    --------
    >>> why({"rows": "1", "code": "2"}, {"rows": "0", "code": "2"})
    'the rows it uses changed'
    >>> why({"rows": "1"}, None)
    'it is new'
    """
    if before is None:
        return "it is new"
    changed = [words for part, words in PARTS.items() if now.get(part) != before.get(part)]
    return f"{' and '.join(changed)} changed" if changed else "nothing changed"


def used_rows(report: str, parameters: Mapping[str, str], data: Processed, comparison: Comparison) -> _Used:
    """Return all of the data that a page looks at, as frames and counts."""
    return _USED[report](data, comparison, dict(parameters))


def _rows(job: Job, data: Processed, comparison: Comparison) -> str:
    try:
        return hashed(used_rows(job.report, job.parameters, data, comparison))
    except VvError:
        return UNKNOWN  # the page itself will say what is wrong


def hashed(used: _Used) -> str:
    """Return one hash of frames and plain values; the order of rows counts, their labels do not.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1.0, float("nan")], "b": ["x", None]})
    >>> hashed([frame]) == hashed([frame.set_axis([5, 6])]), hashed([frame]) == hashed([frame.iloc[::-1]])
    (True, False)
    """
    total = hashlib.sha256()
    for part in used:
        for piece in _pieces(part):
            total.update(hashlib.sha256(piece).digest())
    return total.hexdigest()


def _pieces(part: object) -> Iterator[bytes]:
    if isinstance(part, pd.DataFrame):
        yield repr([(name, str(kind)) for name, kind in part.dtypes.items()]).encode()
        yield pd.util.hash_pandas_object(part, index=False).to_numpy().tobytes()
    else:
        yield repr(part).encode()


def _chosen(chosen: selection.Selection) -> _Used:
    return (chosen.published, chosen.earlier, chosen.contracts, chosen.apart, chosen.repeated)


def _of_two_editions(data: Processed, *editions: str) -> pd.DataFrame:
    return data.published[data.published["publication"].isin(editions)]


def _both_sides(data: Processed, comparison: Comparison, _: dict[str, str]) -> _Used:
    return (_of_two_editions(data, comparison.earlier_edition, comparison.edition), data.contracts)


def _of_category(data: Processed, comparison: Comparison, asked: dict[str, str]) -> _Used:
    own = _chosen(selection.of_category(data, comparison, asked["category"]))
    if asked["category"] != vocabulary.WOMENS_SERVICES:
        return own
    # Its share is one of all services.
    return (*own, _of_two_editions(data, comparison.earlier_edition, comparison.edition))


_USED: dict[str, Callable[[Processed, Comparison, dict[str, str]], _Used]] = {
    "public_record": lambda data, *_: (data.statements, data.awards),
    "national": _both_sides,
    "rr3_briefing": _both_sides,
    "region": lambda data, comparison, asked: _chosen(selection.of_region(data, comparison, asked["region"])),
    "area": lambda data, comparison, asked: _chosen(selection.of_area(data, comparison, asked["area"])),
    "category": _of_category,
    "publication_changes": lambda data, _, asked: (
        _of_two_editions(data, asked["earlier_edition"], asked["edition"]),
    ),
    "organisation": lambda data, comparison, asked: _chosen(
        selection.of_organisation(data, comparison, asked["organisation"])
    ),
    "data_quality": lambda data, *_: (
        data.published, data.contracts, data.awards, data.statements, data.quality, data.scores,
    ),
}  # fmt: skip
