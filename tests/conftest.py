"""What many tests start from: everything in data/raw, read once."""

from pathlib import Path

import pytest

from vv_analysis.ingest.intake.processed import Processed, refresh

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Processed:
    raw = ROOT / "data" / "raw"
    return refresh(raw, raw / "contracts", tmp_path_factory.mktemp("processed"), ROOT / "decisions")
