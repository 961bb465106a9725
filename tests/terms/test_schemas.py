"""Schemas are read without what pandera would bring along."""

from __future__ import annotations

import os
import subprocess
import sys


def test_reading_schemas_takes_no_notice_of_a_dask_that_is_installed(tmp_path):
    (tmp_path / "dask").mkdir()
    (tmp_path / "dask" / "__init__.py").write_text("raise SystemExit('dask was imported')", encoding="utf-8")
    asked = "import sys, vv_analysis.terms.schemas; assert 'dask' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked], env=os.environ | {"PYTHONPATH": str(tmp_path)}, check=True)  # noqa: S603
