"""Invented workbooks that show the software off: two publications and the contracts of forty organisations.

Nothing in them is real but the totals by lot of 2024-25, and every workbook says so.
"""

from __future__ import annotations

from pathlib import Path

from vv_analysis.illustrative.contracts import write_contracts
from vv_analysis.illustrative.editions import write_editions


def generate(into: str | Path) -> list[Path]:
    """Write all illustrative files; the same bytes every time, on every machine.

    Parameters
    ----------
    into : str or Path
        The folder of raw data; ``publications`` and ``contracts/illustrative`` are made in it.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    InputError
        A file cannot be written there.
    """
    return [*write_editions(Path(into)), *write_contracts(Path(into))]
