"""A notebook that uses the network, starts a program or writes outside its own folder fails, and nothing is done."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import textwrap
from contextlib import closing

import nbformat
import papermill
import pytest

from publish.conftest import write_notebook
from vv_analysis.errors import ReportError
from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.execution import engine as execution_engine
from vv_analysis.publish.execution import landlock
from vv_analysis.publish.notebook import execute
from vv_analysis.publish.page import PageTask

pytestmark = pytest.mark.skipif(os.name != "posix", reason="notebooks are kept alone where processes are POSIX's")

NETWORK = "a notebook may not use the network, and "
PROGRAM = "a notebook may not start other programs, and started "
ELSEWHERE = "a notebook may write only in its own folder, not to "
REMEDY = "; read inputs through vv.load(), and show results instead of writing files."
GOOD = "from vv_analysis.present.content import Title\nTitle('A page', 'made')"

# What a notebook tries, and the sentence it gets. OUTSIDE, PORT and DATAGRAMS are filled in.
ATTEMPTS = {
    "connects": ("import socket; socket.socket().connect(('127.0.0.1', PORT))", f"{NETWORK}opened a socket"),
    "connects otherwise": (
        "import _socket; _socket.socket().connect(('127.0.0.1', PORT))", f"{NETWORK}spoke to ('127.0.0.1', PORT)",
    ),
    "listens": ("import socket; socket.create_server(('127.0.0.1', 0))", f"{NETWORK}opened a socket"),
    "sends a datagram": (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', DATAGRAMS))",
        f"{NETWORK}opened a socket",
    ),
    "asks for a page": (
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:PORT')", f"{NETWORK}looked up '127.0.0.1'",
    ),
    "reads a table from the web": (
        "import pandas; pandas.read_csv('http://127.0.0.1:PORT/a.csv')", f"{NETWORK}looked up '127.0.0.1'",
    ),
    "speaks to a program through a file": (
        "import socket; socket.socket(socket.AF_UNIX).connect('OUTSIDE/ear')", f"{ELSEWHERE}OUTSIDE/ear",
    ),
    "starts a program that writes": (
        "import subprocess; subprocess.run(['touch', 'OUTSIDE/new'])", f"{PROGRAM}'touch'",
    ),
    "starts a program that connects": (
        "import subprocess\nsubprocess.run(['python3', '-c', "
        "'import socket; socket.create_connection((\"127.0.0.1\", PORT))'])",
        f"{PROGRAM}'python3'",
    ),
    "asks a shell": ("import os; os.system('touch OUTSIDE/new')", f"{PROGRAM}'touch OUTSIDE/new'"),
    "asks a shell as notebooks do": ("!touch OUTSIDE/new", PROGRAM),
    "becomes a program": ("import os; os.execv('/bin/touch', ['touch', 'OUTSIDE/new'])", f"{PROGRAM}'/bin/touch'"),
    "spawns a program": (
        "import os; os.posix_spawn('/bin/touch', ['touch', 'OUTSIDE/new'], {})", f"{PROGRAM}'/bin/touch'",
    ),
    "writes a file": ("open('OUTSIDE/new', 'w')", f"{ELSEWHERE}OUTSIDE/new"),
    "adds to a file": ("open('OUTSIDE/kept', 'ab')", f"{ELSEWHERE}OUTSIDE/kept"),
    "opens a file to change it": ("import os; os.open('OUTSIDE/kept', os.O_RDWR)", f"{ELSEWHERE}OUTSIDE/kept"),
    "writes into the inputs": (
        "from pathlib import Path; Path('OUTSIDE/data/raw/new').write_text('x')", f"{ELSEWHERE}OUTSIDE/data/raw/new",
    ),
    "writes into the release": (
        "from pathlib import Path; Path('OUTSIDE/reports/current/new').write_text('x')",
        f"{ELSEWHERE}OUTSIDE/reports/release/new",
    ),
    "writes beside its folder": ("from pathlib import Path; Path('../new').write_text('x')", ELSEWHERE),
    "writes through a link of its own": (
        "import os; os.symlink('OUTSIDE', 'here'); open('here/new', 'w')", f"{ELSEWHERE}OUTSIDE/new",
    ),
    "writes a table": ("import pandas; pandas.DataFrame({'a': [1]}).to_csv('OUTSIDE/new')", f"{ELSEWHERE}OUTSIDE/new"),
    "saves a figure": (
        "import matplotlib.pyplot as plot; plot.figure().savefig('OUTSIDE/new.png')", f"{ELSEWHERE}OUTSIDE/new.png",
    ),
    "makes a database": ("import sqlite3; sqlite3.connect('OUTSIDE/new')", f"{ELSEWHERE}OUTSIDE/new"),
    "makes a folder": ("import os; os.makedirs('OUTSIDE/new/deep')", f"{ELSEWHERE}OUTSIDE/new"),
    "moves a file in": (
        "import os; open('own', 'w').close(); os.rename('own', 'OUTSIDE/new')", f"{ELSEWHERE}OUTSIDE/new",
    ),
    "moves a file out": ("import os; os.replace('OUTSIDE/kept', 'own')", f"{ELSEWHERE}OUTSIDE/kept"),
    "removes a file": ("import os; os.unlink('OUTSIDE/kept')", f"{ELSEWHERE}OUTSIDE/kept"),
    "removes a folder": ("import shutil; shutil.rmtree('OUTSIDE/data')", ELSEWHERE),
    "links": ("import os; os.symlink('/', 'OUTSIDE/new')", f"{ELSEWHERE}OUTSIDE/new"),
    "takes a file for its own": ("import os; os.link('OUTSIDE/kept', 'own')", f"{ELSEWHERE}OUTSIDE/kept"),
    "changes who may read": ("import os; os.chmod('OUTSIDE/kept', 0o777)", f"{ELSEWHERE}OUTSIDE/kept"),
    "changes who may read what is open": (
        "import os; os.fchmod(os.open('OUTSIDE/kept', os.O_RDONLY), 0o777)", f"{ELSEWHERE}OUTSIDE/kept",
    ),
    "changes a date": ("import os; os.utime('OUTSIDE/kept', (0, 0))", f"{ELSEWHERE}OUTSIDE/kept"),
    "empties a file": ("import os; os.truncate('OUTSIDE/kept', 0)", f"{ELSEWHERE}OUTSIDE/kept"),
    "writes from a thread": (
        "import threading\nt = threading.Thread(target=open, args=('OUTSIDE/new', 'w')); t.start(); t.join()",
        f"{ELSEWHERE}OUTSIDE/new",
    ),
    "writes from a process it forks": (
        "import os\nif not (child := os.fork()):\n    try: open('OUTSIDE/new', 'w')\n    finally: os._exit(0)\n"
        "os.waitpid(child, 0)",
        f"{ELSEWHERE}OUTSIDE/new",
    ),
    "writes and dies of it": (
        "import os\ntry: open('OUTSIDE/new', 'w')\nexcept OSError: os._exit(0)", f"{ELSEWHERE}OUTSIDE/new",
    ),
}  # fmt: skip
SOME = ["reads a table from the web", "asks a shell as notebooks do", "writes a file"]
# What is no business of anybody else.
OWN = {
    "a file": "open('own', 'w').write('x')",
    "a folder of files": "import os; os.makedirs('a/b', exist_ok=True); os.rename('a', 'c'); os.rmdir('c/b')",
    "a link": "import os; os.symlink('OUTSIDE/kept', 'link'); open('link').read(); os.unlink('link')",
    "a temporary file": "import tempfile; tempfile.TemporaryFile().write(b'x'); _ = tempfile.mkdtemp()",
    "a table in the temporary folder": (
        "import pandas, tempfile; pandas.DataFrame({'a': [1]}).to_csv(tempfile.gettempdir() + '/a.csv')"
    ),
    "a Parquet file": "import pandas; pandas.DataFrame({'a': [1]}).to_parquet('a.parquet')",
    "a database": "import sqlite3; sqlite3.connect('d').execute('create table a (b)'); sqlite3.connect(':memory:')",
    "a figure": "import matplotlib.pyplot as plot; plot.figure().savefig('a.png'); plot.close()",
    "nothing at all": "import os; _ = open(os.devnull, 'w').write('x')",
    "a folder that is there": "import os; os.makedirs('OUTSIDE/data', exist_ok=True)",
    "reading": "import os; open('OUTSIDE/kept').read(); os.listdir('/')",
    "its own modes and dates": "import os; open('own', 'w').close(); os.chmod('own', 0o600); os.utime('own')",
    "a pair of its own": "import socket; a, b = socket.socketpair(); _ = a.send(b'x'); b.recv(1)",
    "a loop of its own": (
        "import asyncio, threading\nt = threading.Thread(target=asyncio.run, args=(asyncio.sleep(0),))\n"
        "t.start(); t.join()"
    ),
    "a module of its own": "open('mine.py', 'w').write('A = 1'); import mine",
}  # fmt: skip
# What Python does not see: held, and told only if the notebook lets it be seen.
BELOW_PYTHON = {
    "a file made in C": "import ctypes; assert ctypes.CDLL(None).creat(b'OUTSIDE/new', 0o600) == -1",
    "a file removed in C": "import ctypes; assert ctypes.CDLL(None).unlink(b'OUTSIDE/kept') == -1",
    "a program of a library": "import ctypes; assert ctypes.CDLL(None).system(b'touch OUTSIDE/new 2>/dev/null') != 0",
    "a library's own files": "import pyarrow\ntry: pyarrow.OSFile('OUTSIDE/new', 'wb')\nexcept PermissionError: pass",
    "a connection in C": (
        "import ctypes, socket, struct\n"
        "to = struct.pack('=H', socket.AF_INET) + struct.pack('!H4s8x', PORT, bytes([127, 0, 0, 1]))\n"
        "c = ctypes.CDLL(None); assert c.connect(c.socket(socket.AF_INET, socket.SOCK_STREAM, 0), to, len(to)) == -1"
    ),
}  # fmt: skip


class Others:
    """All that is no business of a notebook: a folder with files, and ears that hear whatever arrives."""

    def __init__(self, folder):
        self.folder = folder
        for place in ("data/raw", "reports/release"):
            (folder / place).mkdir(parents=True)
        (folder / "reports" / "current").symlink_to("release")
        (folder / "kept").write_text("as it was")
        (folder / "kept").chmod(0o640)
        self.ears = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)]
        self.ears[1].bind(("127.0.0.1", 0))
        self.ears.append(socket.socket(socket.AF_UNIX))
        with contextlib.chdir(folder):  # for a socket's path must be short
            self.ears[2].bind("ear")
        self.ears[2].listen()
        for ear in self.ears:
            ear.setblocking(False)
        self.before = self.now()

    def said(self, words):
        """Fill in where the others are."""
        port, datagrams = (ear.getsockname()[1] for ear in self.ears[:2])
        return (
            words.replace("OUTSIDE", str(self.folder)).replace("PORT", str(port)).replace("DATAGRAMS", str(datagrams))
        )

    def now(self):
        """Return everything that can be changed about the files."""
        return {
            str(path): (path.lstat().st_mode, path.lstat().st_mtime_ns, path.lstat().st_ino, path.lstat().st_nlink)
            for path in [self.folder, *self.folder.rglob("*")]
        } | {"kept": (self.folder / "kept").read_text()}

    def heard(self):
        """Return what arrived at the ears."""
        arrived = []
        for ear, listen in zip(self.ears, ("accept", "recvfrom", "accept"), strict=True):
            with contextlib.suppress(BlockingIOError):
                arrived.append(getattr(ear, listen)(*([1] if listen == "recvfrom" else [])))
        return arrived


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Return what notebooks should leave alone."""
    there = Others(tmp_path_factory.mktemp("others").resolve())
    yield there
    for ear in there.ears:
        ear.close()


def swallowed(code):
    return f"try:\n{textwrap.indent(code, '    ')}\nexcept BaseException: pass"


def asked(name, folder, code, *more):
    """Ask for a page whose third cell is `code`."""
    slug = name.replace("'", "")
    notebook = write_notebook(folder / f"{slug}.ipynb", code, *more, GOOD, parameters='category = "x"')
    return PageTask(
        key=f"category/{name}", report="category", title="A page", slug=slug, notebook=notebook,
        parameters={"category": name}, home=folder, folder=folder / "made", as_at="2026-03-11", version="0.1.0",
        cell_seconds=30, page_seconds=60, memory_bytes=2_000_000_000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory, others):
    """Return what became of every attempt, plain and swallowed, and of good pages among them, all of one engine."""
    home = tmp_path_factory.mktemp("alone")
    with closing(engine("local", 2)) as local:
        for name, (code, _) in ATTEMPTS.items():
            local.submit(asked(name, home, others.said(code)))
            local.submit(asked(f"{name}, swallowed", home, swallowed(others.said(code))))
            if name in SOME:
                local.submit(asked(f"good after {name}", home, "None"))
        for name, code in (BELOW_PYTHON if landlock.version() >= 4 else {}).items():
            local.submit(asked(name, home, f"{others.said(code)}\nNone"))
        results = {result.key.partition("/")[2]: result for result in local.results()}
    return home / "made" / "category", results


@pytest.mark.parametrize("swallow", ["", ", swallowed"])
@pytest.mark.parametrize("name", ATTEMPTS)
def test_an_attempt_fails_its_job_with_a_sentence(made, others, name, swallow):
    said = made[1][f"{name}{swallow}"].error
    assert said.startswith(
        f"category/{name}{swallow}: cell 3 failed: PermissionError: {others.said(ATTEMPTS[name][1])}"
    )
    assert said.endswith(REMEDY)
    assert "\n" not in said


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_attempt_is_kept_as_the_one_error_of_its_cell(made, others, name):
    cells = nbformat.read(made[0] / f"{name}, swallowed.ipynb", as_version=4).cells
    at = next(cell for cell in cells if cell.source == swallowed(others.said(ATTEMPTS[name][0])))
    assert [output.output_type for output in at.outputs].count("error") == 1
    assert cells[-1].outputs == []  # what follows was not run


def test_nothing_was_written_and_nothing_arrived(made, others):
    assert others.now() == others.before
    assert others.heard() == []


@pytest.mark.parametrize("name", SOME)
def test_every_other_page_is_made(made, name):
    assert made[1][f"good after {name}"].error == ""


@pytest.mark.skipif(landlock.version() < 4, reason="this system has no Landlock, or one that knows no network")
@pytest.mark.parametrize("name", BELOW_PYTHON)
def test_what_python_does_not_see_is_held_all_the_same(made, name):
    assert made[1][name].error == ""  # its own assertions say that nothing came of it


@pytest.fixture(params=["forked", "forked, without Landlock", "ordinary"])
def way(request, monkeypatch):
    """Run a notebook forked from this very process, or in an ordinary kernel, with both guards or with one."""
    if request.param == "ordinary":
        monkeypatch.setattr(execution_engine, "why_not_forked", lambda kernel_name: "this system does not fork safely")
    if "without" in request.param:
        monkeypatch.setattr(landlock, "version", lambda: 0)
    return request.param


@pytest.mark.parametrize("name", SOME)
def test_wherever_a_notebook_runs_its_attempts_fail_it(way, name, others, tmp_path):
    code, sentence = (others.said(words) for words in ATTEMPTS[name])
    with pytest.raises(ReportError) as caught:
        execute(asked(name, tmp_path, swallowed(code)))
    assert f"cell 3 failed: PermissionError: {sentence}" in str(caught.value)
    assert others.now() == others.before
    assert others.heard() == []


def test_wherever_a_notebook_runs_it_may_do_what_is_its_own(way, others, tmp_path):
    execute(asked("own", tmp_path, *(others.said(code) for code in OWN.values())))


def test_a_cell_that_is_allowed_to_fail_is_not_allowed_this(others, tmp_path):
    task = asked("allowed", tmp_path, others.said("open('OUTSIDE/new', 'w')"))
    notebook = nbformat.read(task.notebook, as_version=4)
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, task.notebook)
    with pytest.raises(ReportError, match="a notebook may write only in its own folder"):
        execute(task)


def test_whoever_runs_a_notebook_is_not_shut_in_with_it(others, tmp_path):
    execute(asked("first", tmp_path, "None"))
    (tmp_path / "written").write_text("by us")
    with socket.socket() as ours:
        assert ours.connect_ex(("127.0.0.1", 0)) != 0  # refused by whoever is not there, not by us
    assert sys.dont_write_bytecode is False or "PYTHONDONTWRITEBYTECODE" in os.environ
    execute(asked("next", tmp_path, "None"))


def test_a_notebook_that_somebody_else_runs_with_our_engine_may_do_what_any_may(tmp_path):
    notebook = write_notebook(tmp_path / "in.ipynb", f"open({str(tmp_path / 'new')!r}, 'w').write('x')")
    papermill.execute_notebook(notebook, tmp_path / "out.ipynb", engine_name="vv", progress_bar=False)
    assert (tmp_path / "new").read_text() == "x"


def test_a_system_without_landlock_says_so(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert landlock.restrict(["/"]) is False
