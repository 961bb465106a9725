"""Files become tidy rows, each value with the file, sheet and cell it came from."""

import os

# Where lxml is installed openpyxl would take it instead of defusedxml, which refuses entities (reliability R6.6).
os.environ.setdefault("OPENPYXL_LXML", "False")
