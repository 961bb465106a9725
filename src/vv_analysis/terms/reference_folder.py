"""Where the reference tables stand; by itself, so that whoever only compares files need not load pandas."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Return the folder of the reference tables: in a clone ``data/raw/reference``, in a wheel its copy.

    Examples
    --------
    >>> (folder() / "areas.csv").is_file()
    True
    """
    in_wheel = Path(__file__).parent / "reference_tables"
    in_clone = Path(__file__).parents[3] / "data" / "raw" / "reference"
    return in_wheel if in_wheel.is_dir() else in_clone
