"""Say of each contract whether its money or its people are counted in another row, and in which (method, R2.21).

No row is removed: every row stays, and those counted elsewhere name the row that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.ingest.contracts.contract_rows import ContractRows, Places

_SERVICE = ["status", "who", "category", "area_code", "cohort"]


def counted_in(frame: pd.DataFrame) -> pd.Series[str]:
    """Return for each contract the place of the row in which it is counted; empty where it counts itself.

    A contract that stands in several rows counts in the first of them: of those that state a value, a payer and
    the contract they are part of, if any do. Where only one names a payer, reference or value must agree too.
    A subcontract counts in the lead provider's row. So does a grant in the contract of the same organisation,
    unless other payers are named or the grant is the larger of the two. Grants and subcontracts are counted
    elsewhere only if that covers more than half of their days. A row with a value is never counted in one without.
    Rows that merely overlap all count.

    Parameters
    ----------
    frame : DataFrame
        A contracts frame (`terms.schemas.Contracts`), its rows in the order in which they were read.

    Returns
    -------
    Series of str
        A ``value_source`` of the frame, or nothing, with the index of `frame`. The row that is named counts itself:
        of rows that lead to one another exactly one counts.

    Examples
    --------
    >>> from vv_analysis.ingest.contracts.reader import read_contracts
    >>> from vv_analysis.terms import reference
    >>> folder = reference.folder().parent / "contracts" / "illustrative"
    >>> contracts = read_contracts(folder / "umberquay-resettlement-trust.xlsx").head(1)
    >>> pasted = pd.concat([contracts, contracts.assign(value_source="pasted.csv#row 2")])
    >>> counted_in(pasted).tolist()
    ['', 'umberquay-resettlement-trust.xlsx#Contracts!J6']
    """
    rows = ContractRows(frame, None)
    places = [""] * len(frame)
    for row, holder in _holders(rows).items():
        places[row] = str(rows.sources[holder])
    return pd.Series(places, index=frame.index, dtype="str")


def other_payer(rows: ContractRows, row: int, others: Places) -> npt.NDArray[np.bool_]:
    """Tell which rows name another payer; a row that names none may have the same."""
    payers = rows["payer"][others]
    return np.asarray((payers != rows["payer"][row]) & (payers != 0) & (rows["payer"][row] != 0), dtype=bool)


def leads_of(rows: ContractRows) -> Iterator[tuple[int, Places, Places, bool]]:
    """Yield each subcontract that may be part of lead providers' contracts.

    Yields
    ------
    tuple of (int, array of int, array of int, bool)
        The subcontract, the lead providers' rows with most shared days first, those days, and whether the
        subcontract names its lead.
    """
    leads = np.flatnonzero(rows.of_tier["lead"])
    by_name, by_reference, by_area = (
        rows.together(["category", name], leads) for name in ("name", "reference", "area_code")
    )
    for row in np.flatnonzero(rows.of_tier["subcontractor"]):
        service = (rows["status"][row], rows["category"][row])
        payer, part_of, nothing = rows["payer"][row], rows["part_of"][row], np.array([], dtype=np.intp)
        if payer or part_of:
            named = by_name.get((*service, payer), nothing) if payer else by_reference.get((*service, part_of), nothing)
            others, days, meant = _named_leads(rows, int(row), named)
        else:
            near = by_area.get((*service, rows["area_code"][row]), nothing)
            others, days, meant = _unnamed_leads(rows, int(row), near)
        if meant.any():
            yield int(row), others[meant], days[meant], bool(payer or part_of)


def _named_leads(rows: ContractRows, row: int, leads: Places) -> tuple[Places, Places, npt.NDArray[np.bool_]]:
    others, days = rows.sharing_days(row, leads)
    part_of, region = rows["part_of"][row], rows["region"][row]
    whole_region = rows.of_region[others] & (rows["region"][others] == region)
    meant = (rows["area_code"][others] == rows["area_code"][row]) | whole_region
    meant &= rows["who"][others] != rows["who"][row]
    meant &= (rows["reference"][others] == part_of) | (part_of == 0)
    return others, days, meant


def _unnamed_leads(rows: ContractRows, row: int, leads: Places) -> tuple[Places, Places, npt.NDArray[np.bool_]]:
    others, days = rows.sharing_days(row, leads)
    possible = rows["cohort"][others] == rows["cohort"][row]
    possible |= rows.of_broad_cohort[others] | rows.of_broad_cohort[row]
    possible &= ~_larger(rows, row, others) & (rows["who"][others] != rows["who"][row])
    return others, days, possible


def _larger(rows: ContractRows, row: int, others: Places) -> npt.NDArray[np.bool_]:
    """Tell of which rows a row cannot be a part, as it is worth more a day; where a value is missing, it may be."""
    values, own = (rows.value_gbp[places] / rows.days[places] for places in (others, row))
    return np.asarray(own > values, dtype=bool)


def _holders(rows: ContractRows) -> dict[int, int]:
    """Return for each row that does not count itself the row that counts for it."""
    leads_to: dict[int, int] = {}
    pairs: Iterator[tuple[int, Iterable[int]]] = chain(_repeats(rows), _grants(rows), _subcontracts(rows))
    for row, others in pairs:
        if row not in leads_to:
            ends = (_end(leads_to, int(other)) for other in others)
            # Two rows never stand for each other: the one that would close the circle counts.
            holder = next((end for end in ends if end != row), None)
            leads_to |= {} if holder is None else {row: holder}
    return {row: _end(leads_to, row) for row in leads_to}


def _end(leads_to: dict[int, int], row: int) -> int:
    while row in leads_to:
        row = leads_to[row]
    return row


def _repeats(rows: ContractRows) -> Iterator[tuple[int, list[int]]]:
    """Yield each row that stands for a contract of another row: same organisation, service, ground, people and days."""
    same = pd.DataFrame({name: rows[name] for name in _SERVICE})
    same = same.assign(first=rows.first, last=rows.last, grant=rows.of_tier["grant"])
    again = same[same.duplicated(keep=False)]
    for places in again.groupby(list(same), sort=False).indices.values():
        yield from _in_fullest(rows, again.index.to_numpy()[places])


def _in_fullest(rows: ContractRows, group: Places) -> Iterator[tuple[int, list[int]]]:
    """Yield the rows of one contract but the one that says most; other payers named pay for other contracts.

    A row that names no payer may be that of a row that does, if reference or value say so too.
    """
    without = np.isnan(rows.value_gbp[group]), rows["payer"][group] == 0, rows["part_of"][group] == 0
    one_of: dict[tuple[str, float], int] = {}
    for row in group[np.lexsort((group, *reversed(without)))]:
        payer, alike = int(rows["payer"][row]), _marks(rows, int(row))
        known = ("payer", payer), *((f"{mark} without payer" if payer else mark, of) for mark, of in alike)
        one = next((one_of[mark] for mark in known if mark in one_of), None)
        if one is None:
            marks = ("payer", payer), *((mark if payer else f"{mark} without payer", of) for mark, of in alike)
            one_of |= {mark: int(row) for mark in marks if mark not in one_of}
        else:
            yield int(row), [one]


def _marks(rows: ContractRows, row: int) -> list[tuple[str, float]]:
    """Return the reference and the value of a row, as far as it has them."""
    marks = [("reference", float(rows["reference"][row])), ("value", float(rows.value_gbp[row]))]
    return [(mark, of) for mark, of in marks if not (np.isnan(of) or (mark == "reference" and of == 0))]


def _grants(rows: ContractRows) -> Iterator[tuple[int, Places]]:
    is_grant = rows.of_tier["grant"]
    key = [name for name in _SERVICE if name not in {"status", "cohort"}]
    contracts = rows.together(key, np.flatnonzero(~is_grant))
    for service, grants in rows.together(key, np.flatnonzero(is_grant)).items():
        for row in grants:
            others, _ = rows.sharing_days(int(row), contracts.get(service, np.array([], dtype=np.intp)))
            equal = rows.value_gbp[others] == rows.value_gbp[row]
            alike = ~_larger(rows, int(row), others) & (~other_payer(rows, int(row), others) | equal)
            yield from _held(rows, int(row), others[alike])


def _subcontracts(rows: ContractRows) -> Iterator[tuple[int, Places]]:
    for row, others, _, _ in leads_of(rows):
        yield from _held(rows, row, others)


def _held(rows: ContractRows, row: int, others: Places) -> Iterator[tuple[int, Places]]:
    """Yield a row with those that hold it, if they hold its value and more than half of its days."""
    # Nobody is to lose a figure to a row that has none.
    holding = others[~np.isnan(rows.value_gbp[others]) | np.isnan(rows.value_gbp[row])]
    if len(holding) and 2 * _days_covered(rows, row, holding) > rows.days[row]:
        yield row, holding


def _days_covered(rows: ContractRows, row: int, others: Places) -> int:
    """Return on how many days of a row at least one of the other rows runs too."""
    starts, ends = np.maximum(rows.first[others], rows.first[row]), np.minimum(rows.last[others], rows.last[row])
    order = np.argsort(starts, kind="stable")
    firsts, lasts = starts[order].astype(np.int64), ends[order].astype(np.int64)
    reached = np.maximum.accumulate(np.concatenate([firsts[:1] - 1, lasts[:-1]]))
    return int(np.clip(lasts - np.maximum(firsts - 1, reached), 0, None).sum())
