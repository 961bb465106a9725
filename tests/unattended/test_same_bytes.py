"""The same inputs give the same bytes, whoever makes the reports, wherever and in whatever language and zone."""

from __future__ import annotations

import os
import shutil

import pytest

from unattended.conftest import ROOT, Project, contents

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "ada", "LOGNAME": "ada"}
THERE = {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4021", "USER": "bob"}
# All of a release takes minutes; a sample has every form and every kind of chart and table but maps.
SAMPLE = ["--only", "public_record", "--only", "region", "--set", "region=Wales"]


def made(home, mask, **environment):
    """Make the reports of the project itself in another folder, and return their bytes."""
    home.mkdir(parents=True)
    for name in ("notebooks", "decisions", "data/raw"):
        shutil.copytree(ROOT / name, home / name)
    shutil.copy(ROOT / "vv.toml", home)
    project = Project.standing_in(home)
    project.typed_before = ["sh", "-c", f'umask {mask}; exec "$@"', "sh"]
    everything = "VV_PROOF" in os.environ
    code, said = project.run("run", *([] if everything else SAMPLE), **environment)
    assert code == 0, said
    return (home / "reports" / ("current" if everything else "preview")).resolve()


@pytest.mark.skipif(os.name != "posix", reason="masks of permissions are a matter of POSIX")
def test_of_another_folder_user_zone_language_and_seed(tmp_path):
    one = made(tmp_path / "one", "022", **HERE, HOME=str(tmp_path / "home-of-ada"))
    other = made(tmp_path / "a longer name, with spaces" / "other", "077", **THERE, HOME=str(tmp_path / "home-of-bob"))
    ours, theirs = contents(one), contents(other)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    forms = {name.rpartition(".")[2] for name in ours}
    assert forms >= {"html", "ipynb", "docx", "pdf", "xlsx", "csv"}
