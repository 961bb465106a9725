"""Write the illustrative workbooks: ``python -m vv_analysis.illustrative [--into data/raw]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from vv_analysis.errors import VvError
from vv_analysis.illustrative import generate

_DONE, _INPUT_REFUSED = 0, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate into the folder that was asked for, and say what was written; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m vv_analysis.illustrative", description=__doc__)
    parser.add_argument("--into", default="data/raw", help="folder of raw data (default: data/raw)")
    folder = parser.parse_args(arguments).into
    try:
        written = generate(folder)
    except VvError as error:
        sys.stderr.write(f"{error}\n")
        return _INPUT_REFUSED
    sys.stdout.write(f"Wrote {len(written)} illustrative files into {folder}.\n")
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
