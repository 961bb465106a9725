"""`python -m vv_analysis` is `vv`."""

from vv_analysis.cli import main

main()
