"""Rows become findings: arithmetic over plain frames that knows no files, no charts and no Jupyter."""
