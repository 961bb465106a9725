"""What many tests start from: everything in data/raw, read once."""

import sys
from pathlib import Path

import pytest

from vv_analysis import cli
from vv_analysis.ingest.intake.processed import Processed, refresh

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Processed:
    raw = ROOT / "data" / "raw"
    return refresh(raw, raw / "contracts", tmp_path_factory.mktemp("processed"), ROOT / "decisions")


@pytest.fixture
def vv(monkeypatch, capsys):
    """Return a way to type a command: it answers with the exit code, what was said, and what was complained of."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.delenv("VV_HOME", raising=False)
    monkeypatch.delenv("VV_CONTRACTS", raising=False)

    def _typed(*words):
        monkeypatch.setattr(sys, "argv", ["vv", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return _typed
