"""List where existing contracts may count the same people or the same money twice (method, R2.21).

Nothing is taken out: which of two rows to leave out is for those who hold the contracts to say. A sentence gives
figures of the row it is about, and of any other row only the place, for that may be the row of another organisation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.ingest.contracts.contract_rows import ContractRows, Places
from vv_analysis.terms.findings import Finding
from vv_analysis.terms.provenance import Source

_REMEDY = "if both stand for the same money, remove one of them; both were read"


def counted_twice(frame: pd.DataFrame, files: npt.NDArray[np.intp] | None = None) -> Iterator[tuple[int, Finding]]:
    """Yield the position of each row that may be counted in another row too, and the finding that says so.

    Invented contracts are held against invented ones only. Work grows with the rows of one organisation, service
    and area (and with the lead providers of one service and area), not with the square of all rows.

    Parameters
    ----------
    frame : DataFrame
        A contracts frame (`terms.schemas.Contracts`), its rows in the order in which they were read.
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
    repeated = ~grants & people & same_days & ~_other_payer(rows, row, others)
    if repeated.any():
        yield _repeated(rows, row, others[repeated])
    if grants.any():
        yield _grant_and_contract(rows, row, others[grants], int(days[grants][0]))
    overlapping = ~grants & ~repeated & people
    if overlapping.any():
        yield _overlapping(rows, row, others[overlapping], int(days[overlapping][0]))


def _other_payer(rows: ContractRows, row: int, others: Places) -> npt.NDArray[np.bool_]:
    """Tell which rows name another payer; a row that names none may have the same."""
    payers = rows["payer"][others]
    return np.asarray((payers != rows["payer"][row]) & (payers != 0) & (rows["payer"][row] != 0), dtype=bool)


def _repeated(rows: ContractRows, row: int, others: Places) -> tuple[int, Finding]:
    same = (rows["reference"][others] == rows["reference"][row]) | (rows.value_gbp[others] == rows.value_gbp[row])
    payer = "payer, " if rows["payer"][row] else ""
    places = f"{rows.named(row, others)}{'' if same.any() else ' under another reference'}"
    what = (
        f"the same organisation, {payer}service, area, cohort and period stand in {places}; "
        f"{rows.at_stake(row, int(rows.days[row]))} {'is' if same.any() else 'may be'} counted twice"
    )
    remedy = "if it is the same contract, remove one of them; both were read"
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
        return _finding(rows, row, "grant-and-contract", "warning", likely, _REMEDY)
    return _doubtful(rows, row, others, "grant-and-contract", what, days)


def _doubtful(rows: ContractRows, row: int, others: Places, rule: str, what: str, days: int) -> tuple[int, Finding]:
    stake = rows.at_stake(row, days)
    if _other_payer(rows, row, others).all():
        people = "the payers named differ, so it is other money, but the same people may be counted twice"
        remedy = "leave both if they pay for different people"
        return _finding(rows, row, rule, "note", f"{what}; {people}; {stake} falls on those days", remedy)
    return _finding(rows, row, rule, "warning", f"{what}; {stake} may be counted twice", _REMEDY)


def _subcontracts(rows: ContractRows) -> Iterator[tuple[int, Finding]]:
    leads = np.flatnonzero(rows.of_tier["lead"])
    by_name, by_reference, by_area = (
        rows.together(["category", name], leads) for name in ("name", "reference", "area_code")
    )
    for row in np.flatnonzero(rows.of_tier["subcontractor"]):
        service = (rows["status"][row], rows["category"][row])
        payer, part_of, nothing = rows["payer"][row], rows["part_of"][row], np.array([], dtype=np.intp)
        if payer or part_of:
            named = by_name.get((*service, payer), nothing) if payer else by_reference.get((*service, part_of), nothing)
            yield from _named_lead(rows, int(row), named)
        else:
            near = by_area.get((*service, rows["area_code"][row]), nothing)
            yield from _unnamed_lead(rows, int(row), near)


def _named_lead(rows: ContractRows, row: int, leads: Places) -> Iterator[tuple[int, Finding]]:
    others, days = rows.sharing_days(row, leads)
    part_of, region = rows["part_of"][row], rows["region"][row]
    whole_region = rows.of_region[others] & (rows["region"][others] == region)
    meant = (rows["area_code"][others] == rows["area_code"][row]) | whole_region
    meant &= rows["who"][others] != rows["who"][row]
    meant &= (rows["reference"][others] == part_of) | (part_of == 0)
    if meant.any():
        # A reference without a name may be that of several lead providers.
        sure = len(set(rows["who"][others[meant]])) == 1
        what = (
            f"this row says that it is part of the lead provider's contract in {rows.named(row, others[meant])}; "
            f"{rows.at_stake(row, int(days[meant][0]))} {'is' if sure else 'may be'} counted in both"
        )
        remedy = "count one of them only: the lead's contract, or the subcontract"
        yield _finding(rows, row, "lead-and-subcontract", "warning", what, remedy)


def _unnamed_lead(rows: ContractRows, row: int, leads: Places) -> Iterator[tuple[int, Finding]]:
    others, days = rows.sharing_days(row, leads)
    values, own = (rows.value_gbp[places] / rows.days[places] for places in (others, row))
    possible = rows["cohort"][others] == rows["cohort"][row]
    possible |= rows.of_broad_cohort[others] | rows.of_broad_cohort[row]
    # A part is not larger than the whole; where a value is missing, it may be.
    possible &= ~(own > values) & (rows["who"][others] != rows["who"][row])
    if possible.any():
        what = (
            f"a lead provider has the same service and area in {rows.named(row, others[possible])}, and this row does "
            f"not say who pays; {rows.at_stake(row, int(days[possible][0]))} may be counted in both"
        )
        remedy = "fill in 'Paid by' and 'Part of contract'; both rows were read"
        yield _finding(rows, row, "lead-and-subcontract", "warning", what, remedy)


def _day_words(days: int) -> str:
    return "one day" if days == 1 else f"{days:,} days"


def _finding(rows: ContractRows, row: int, rule: str, severity: str, what: str, remedy: str) -> tuple[int, Finding]:
    where = str(rows.sources[row])
    return row, Finding(Source.parse(where).file, where, rule, severity, what, "each contract counted once", remedy)
