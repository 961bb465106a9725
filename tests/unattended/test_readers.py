"""Whoever reads while releases are swapped finds each page whole, and all pages of one release together."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from publish.conftest import SETTINGS
from unattended.conftest import times
from vv_analysis.publish import releases, swap
from vv_analysis.settings import load

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are opened and held on POSIX")

PAGES = [f"region/page-{number}.html" for number in range(30)]
READ = """
import os, re, sys

def text(folder, name):
    number = os.open(name, os.O_RDONLY, dir_fd=folder)
    with open(number, encoding="utf-8") as file:
        return file.read()

reports, rounds = sys.argv[1], 0
print("reading", flush=True)
while not os.path.exists(reports + "/done"):
    held = os.open(reports + "/current", os.O_RDONLY)  # opened once, as one who changes into a folder does
    front = text(held, "index.html")
    [release] = set(re.findall("release ([0-9]+)", front))
    links = re.findall('href="([^"]+)"', front)
    assert len(links) == 30, links
    for link in links:
        assert "release " + release + " " in text(held, link), (release, link)
    os.close(held)
    for link in links:  # by its path, each page is whole and there, of this release or a later one
        page = open(reports + "/current/" + link, encoding="utf-8").read()
        [found] = re.findall("release ([0-9]+) ", page)
        assert int(found) >= int(release) and page.endswith("</html>"), (release, found)
    rounds += 1
print(rounds)
"""


def test_no_page_is_missing_or_of_another_release_while_releases_are_swapped_in(tmp_path):
    (tmp_path / "vv.toml").write_text(SETTINGS.format(cell_seconds=20), encoding="utf-8")
    project = load(tmp_path)

    def publish(number):
        folder = releases.building(project.reports)
        (folder / "region").mkdir()
        links = "".join(f'<a href="{page}">page</a>' for page in PAGES)
        (folder / "index.html").write_text(f"<html>release {number} {links}</html>", encoding="utf-8")
        for page in PAGES:
            words = f"release {number} " + "words " * 2_000
            (folder / page).write_text(f"<html>{words}</html>", encoding="utf-8")
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        swap.publish(folder, releases.name_of(folder, "2026-03-11"), project)

    publish(0)
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", READ, str(project.reports)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout.readline() == "reading\n"
        for number in range(1, times(20) + 1):
            publish(number)
        (project.reports / "done").touch()
        said, complaint = reader.communicate(timeout=60)
    assert complaint == ""
    assert re.fullmatch(r"[1-9]\d*\n", said)
