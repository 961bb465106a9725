# vv-analysis: everything a newcomer needs. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
# The first Python here that is new enough and really starts (a version manager's shim may not).
PYTHON ?= $(shell for candidate in python3.13 python3.12 python3.11 python3 python; do \
	if $$candidate -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$candidate; break; fi; done)
READY := $(VENV)/.ready

.PHONY: help setup reports test browser proof unattended mutation lock illustrative lab pictures house clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

setup: $(READY)  ## set up .venv from the lock

# One marker file, written last: an interrupted set-up is done again, never half trusted.
$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "vv-analysis needs Python 3.11 or newer with venv: install it, or name one with make PYTHON=/path/to/python" >&2; exit 2; fi
	@echo "Setting up $(VENV) with $(PYTHON) (once; about two minutes)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

reports: $(READY)  ## build every report from data/raw into reports/current
	@$(BIN)/vv run

test: $(READY) browser  ## lint, types, structure and the whole test suite
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest

# The page tests open a real browser: installed where that is possible, else named in one line.
browser:
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
		else echo "The page tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium), then run make test again" >&2; exit 2; fi; fi

proof: $(READY) mutation browser unattended  ## the long proofs: mutation testing, ten times the files of the fuzz test, twenty times the frames of the laws, every page of a release in the browser, hundreds of kills and runs
	@VV_FUZZ=10 $(BIN)/pytest tests/ingest/test_fuzz.py
	@VV_LAWS=20 $(BIN)/pytest tests/measure/test_laws.py
	@$(BIN)/vv run
	@VV_SITE=reports/current $(BIN)/pytest -n 1 tests/browser/test_pages.py tests/publish/forms/test_workbook.py

unattended: $(READY)  ## the long proofs of unattended runs: 200 kills, 500 runs, a whole release of the same bytes, full disks (two hours)
	@VV_PROOF=100 $(BIN)/pytest tests/unattended/test_killed.py tests/unattended/test_many_starts.py tests/unattended/test_readers.py
	@VV_PROOF=5 $(BIN)/pytest tests/unattended/test_faults.py tests/unattended/test_same_bytes.py
	@VV_PROOF=250 $(BIN)/pytest -n 0 -s tests/unattended/test_soak.py

# ONE_IN=4 draws one fault in four by a seed, which takes an hour instead of four.
mutation: $(READY)  ## put faults into the measures and count how many the tests notice (fails below 85 per cent)
	@$(BIN)/python benchmarks/mutation.py --one-in $(or $(ONE_IN),1) --least 85

lock: $(READY)  ## resolve pyproject.toml anew into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock --quiet

illustrative: $(READY)  ## generate the illustrative workbooks in data/raw again
	@$(BIN)/python -m vv_analysis.illustrative

lab: $(READY)  ## open the exploring notebook in JupyterLab
	@$(BIN)/vv lab

pictures: $(READY) browser  ## take the pictures of docs/pictures from the current release
	@$(BIN)/python scripts/page_pictures.py

house: $(READY)  ## make the house style of Word documents anew
	@$(BIN)/python scripts/house_reference_docx.py

clean:  ## remove what can be built again (.venv, reports, processed data)
	@rm -rf $(VENV) reports/releases reports/current data/processed/*.csv data/processed/*.parquet data/processed/*.json data/processed/.read
