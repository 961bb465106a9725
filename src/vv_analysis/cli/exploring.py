"""The verb that opens the exploring notebook."""

from __future__ import annotations

import os
import subprocess
import sys

import vv_analysis
from vv_analysis.cli.application import app
from vv_analysis.errors import ParameterError
from vv_analysis.present.terminal import shown


@app.command()
def lab() -> None:
    """Open the exploring notebook in JupyterLab."""
    from vv_analysis.settings import HOME_VARIABLE

    settings = vv_analysis.settings()
    notebook = settings.notebooks / "explore.ipynb"
    if not notebook.is_file():
        raise ParameterError("the exploring notebook is missing", where=shown(notebook), remedy="restore it")
    # Nothing is asked of other machines: no news, no updates, no extensions.
    quiet = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
             "--LabApp.extension_manager=readonly")  # fmt: skip
    environment = os.environ | {HOME_VARIABLE: str(settings.home)}
    subprocess.run([sys.executable, "-m", "jupyterlab", str(notebook), *quiet], env=environment, check=False)  # noqa: S603
