"""List where existing contracts may count the same people or the same money twice (method, R2.21).

No row is taken out: a sentence says which of them is left out where contracts are counted once (`counted_in`), and
what those who hold the contracts can do. It gives figures of the row it is about, and of any other row only the place,
for that may be the row of another organisation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.ingest.contracts.contract_rows import ContractRows, Places
from vv_analysis.ingest.contracts.counted_in import leads_of, other_payer
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source


def counted_twice(frame: pd.DataFrame, files: npt.NDArray[np.intp] | None = None) -> Iterator[tuple[int, Finding]]:
    """Yield the position of each row that may be counted in another row too, and the finding that says so.

    Invented contracts are held against invented ones only. Work grows with the rows of one organisation, service
    and area (and with the lead providers of one service and area), not with the square of all rows.

    Parameters
    ----------
    frame : DataFrame
        A contracts frame (`terms.schemas.Contracts`), its rows in the order in which they were read. The sentences
        say which rows ``counted_in`` leaves out; without this column they say only that both were read.
    files : array of int, optional
        The number of the file that each row stands in; rows of the same file are then not compared.

    Yields
    ------
    tuple of (int, Finding)
        Rules ``contract-repeated``, ``contract-overlaps`` and ``grant-and-contract`` are said of the later of two
        rows, ``lead-and-subcontract`` of the subcontractor's; a row is named once a rule.

    Examples
    --------
    >>> from vv_analysis.ingest.contracts.reader import read_contracts
    >>> from vv_analysis.terms import reference
    >>> folder = reference.folder().parent / "contracts" / "illustrative"
    >>> pasted = pd.concat([read_contracts(folder / "umberquay-resettlement-trust.xlsx").head(1)] * 2)
    >>> [finding.rule for _, finding in counted_twice(pasted)]
    ['contract-repeated']
    """
    rows = ContractRows(frame, files)
    for group in rows.together(["who", "category", "area_code"]).values():
        for turn in range(1, len(group)):
            yield from _same_organisation(rows, int(group[turn]), group[:turn])
    yield from _subcontracts(rows)


def _same_organisation(rows: ContractRows, row: int, earlier: Places) -> Iterator[tuple[int, Finding]]:
    others, days = rows.sharing_days(row, earlier)
    if not len(others):
        return
    grants = rows.of_tier["grant"][others] != rows.of_tier["grant"][row]
    people = rows["cohort"][others] == rows["cohort"][row]
    same_days = (rows.first[others] == rows.first[row]) & (rows.last[others] == rows.last[row])
    repeated = ~grants & people & same_days & ~other_payer(rows, row, others)
    if repeated.any():
        yield _repeated(rows, row, others[repeated])
    if grants.any():
        yield _grant_and_contract(rows, row, others[grants], int(days[grants][0]))
    overlapping = ~grants & ~repeated & people
    if overlapping.any():
        yield _overlapping(rows, row, others[overlapping], int(days[overlapping][0]))


def _repeated(rows: ContractRows, row: int, others: Places) -> tuple[int, Finding]:
    same = (rows["reference"][others] == rows["reference"][row]) | (rows.value_gbp[others] == rows.value_gbp[row])
    payer = "payer, " if rows["payer"][row] else ""
    places = f"{rows.named(row, others)}{'' if same.any() else ' under another reference'}"
    what = (
        f"the same organisation, {payer}service, area, cohort and period stand in {places}; "
        f"{rows.at_stake(row, int(rows.days[row]))} {'is' if same.any() else 'may be'} counted twice"
    )
    remedy = f"if it is the same contract, remove one of them; {_done(rows, row, others)}"
    return _finding(rows, row, "contract-repeated", "warning", what, remedy)


def _overlapping(rows: ContractRows, row: int, others: Places, days: int) -> tuple[int, Finding]:
    what = (
        f"the same organisation, service, area and cohort stand in {rows.named(row, others)}, "
        f"sharing {_day_words(days)} with this row"
    )
    return _doubtful(rows, row, others, "contract-overlaps", what, days)


def _grant_and_contract(rows: ContractRows, row: int, others: Places, days: int) -> tuple[int, Finding]:
    what = (
        "a grant and a contract of the same organisation, for the same service and area, share "
        f"{_day_words(days)}: this row with {rows.named(row, others)}"
    )
    if (rows.value_gbp[others] == rows.value_gbp[row]).any():
        likely = f"{what}; {rows.at_stake(row, days)} is likely to be counted twice, for the values are equal"
        return _finding(rows, row, "grant-and-contract", "warning", likely, _remedy(rows, row, others))
    return _doubtful(rows, row, others, "grant-and-contract", what, days)


def _doubtful(rows: ContractRows, row: int, others: Places, rule: str, what: str, days: int) -> tuple[int, Finding]:
    stake = rows.at_stake(row, days)
    if other_payer(rows, row, others).all():
        people = "the payers named differ, so it is other money, but the same people may be counted twice"
        remedy = "leave both if they pay for different people"
        return _finding(rows, row, rule, "note", f"{what}; {people}; {stake} falls on those days", remedy)
    return _finding(rows, row, rule, "warning", f"{what}; {stake} may be counted twice", _remedy(rows, row, others))


def _subcontracts(rows: ContractRows) -> Iterator[tuple[int, Finding]]:
    for row, leads, days, is_named in leads_of(rows):
        stake = rows.at_stake(row, int(days[0]))
        what, remedy = (_named_lead if is_named else _unnamed_lead)(rows, row, leads, stake)
        yield _finding(rows, row, "lead-and-subcontract", "warning", what, f"{remedy}; {_done(rows, row, leads)}")


def _named_lead(rows: ContractRows, row: int, leads: Places, stake: str) -> tuple[str, str]:
    # A reference without a name may be that of several lead providers.
    sure = len(set(rows["who"][leads])) == 1
    what = (
        f"this row says that it is part of the lead provider's contract in {rows.named(row, leads)}; "
        f"{stake} {'is' if sure else 'may be'} counted in both"
    )
    return what, "count one of them only: the lead's contract, or the subcontract"


def _unnamed_lead(rows: ContractRows, row: int, leads: Places, stake: str) -> tuple[str, str]:
    what = (
        f"a lead provider has the same service and area in {rows.named(row, leads)}, and this row does "
        f"not say who pays; {stake} may be counted in both"
    )
    return what, "fill in 'Paid by' and 'Part of contract'"


def _remedy(rows: ContractRows, row: int, others: Places) -> str:
    return f"if both stand for the same money, remove one of them; {_done(rows, row, others)}"


def _done(rows: ContractRows, row: int, others: Places) -> str:
    """Say what was done with the rows of a finding."""
    read = "both were read" if len(others) == 1 else "all were read"
    if rows.is_counted is None:
        return read
    left_out = others[~rows.is_counted[others]]
    if rows.is_counted[row] and not len(left_out):
        return f"{read}, and {'both' if len(others) == 1 else 'all'} count"
    named = f"{rows.named(row, left_out)} {'is' if len(left_out) == 1 else 'are'}" if len(left_out) else ""
    which = named if rows.is_counted[row] else "this row is"
    return f"{read}, and {which} left out where contracts are counted once"


def _day_words(days: int) -> str:
    return "one day" if days == 1 else f"{days:,} days"


def _finding(rows: ContractRows, row: int, rule: str, severity: str, what: str, remedy: str) -> tuple[int, Finding]:
    where = str(rows.sources[row])
    return row, Finding(Source.parse(where).file, where, rule, severity, what, "each contract counted once", remedy)
