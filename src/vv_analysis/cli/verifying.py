"""The verb that looks whether a release is what it says."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import vv_analysis
from vv_analysis.cli.application import FAILED, app
from vv_analysis.errors import ParameterError, SettingsError
from vv_analysis.present.terminal import say

if TYPE_CHECKING:
    from vv_analysis.publish.verify import Verified


@app.command()
def verify(
    release: Annotated[
        str, typer.Argument(metavar="[RELEASE]", help="a release by its name or its folder", show_default=False)
    ] = "current",
    *,
    release_only: Annotated[
        bool, typer.Option("--release-only", help="look at its folder only, and not at what it was made from")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """Recompute every hash of a release, and say which file, input, setting or library differs."""
    verified = _verified(release, release_only=release_only)
    differences = (*verified.inside, *verified.outside)
    if as_json:
        content = {**asdict(verified), "answer": verified.answer, "as_it_says": not differences}
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
    else:
        for sentence in (verified.answer, *(one.sentence for one in differences), *verified.notes):
            say(sentence)
    if differences:
        raise typer.Exit(FAILED)


def _verified(release: str, *, release_only: bool) -> Verified:
    from vv_analysis.publish.verify_release import verify_release

    try:
        return verify_release(release, vv_analysis.settings(), only_inside=release_only)
    except SettingsError as error:
        if isinstance(error, ParameterError) or not Path(release).is_dir():
            raise
        # A copy that was sent to somebody who has not the project.
        unknown = f"What it was made from is not known here: {error}"
        return replace(verify_release(release, None), notes=() if release_only else (unknown,))
