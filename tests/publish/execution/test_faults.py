"""A notebook that dies, hangs, floods or will not end takes nothing with it, and is kept with its error in its cell."""

from __future__ import annotations

import os
from contextlib import closing

import nbformat
import psutil
import pytest

from vv_analysis.publish.engines.protocol import engine
from vv_analysis.publish.page import PageTask

# Each with the start of the sentence it gets.
FAULTS = {
    "fails": ("1 / 0", "cell 3 failed: ZeroDivisionError: division by zero; open the kept notebook at that cell."),
    "has a syntax error": ("if True\n    pass", "cell 3 failed: SyntaxError: expected ':'"),
    "loops for ever": ("while True: pass", "cell 3 failed: it ran longer than 1 seconds; see what it waits for."),
    "sleeps for ever": ("import time; time.sleep(1e6)", "cell 3 failed: it ran longer than 1 seconds"),
    "ignores signals": (
        "import signal, time\nfor one in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "    signal.signal(one, signal.SIG_IGN)\nwhile True: time.sleep(1)",
        "cell 3 failed: it ran longer than 1 seconds",
    ),
    "sleeps in C": ("import ctypes; ctypes.CDLL(None).sleep(1000)", "cell 3 failed: it ran longer than 1 seconds"),
    "swallows every exception": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "cell 3 failed: it ran longer than 1 seconds",
    ),
    "exits": ("import os; os._exit(7)", "cell 3 failed: its process ended itself with exit code 7"),
    "raises SystemExit": ("raise SystemExit('enough')", "cell 3 failed: SystemExit: enough"),
    "breaks memory": ("import ctypes; ctypes.string_at(0)", "cell 3 failed: its process was ended by SIGSEGV"),
    "is killed": ("import os; os.kill(os.getpid(), 9)", "cell 3 failed: its process was ended by SIGKILL"),
    "fills the memory": (
        "kept = []\nwhile True: kept.append(bytearray(10_000_000))",
        "cell 3 failed: it needed more than 500 MB of memory; let it work on less at a time",
    ),
    "fills the disk with one file": (
        "import os\nos.posix_fallocate(os.open('big', os.O_CREAT | os.O_RDWR), 0, 600_000_000)",
        "cell 3 failed: OSError: [Errno 27] File too large",
    ),
    "fills the disk with many": (
        "import os, time\nfor n in range(12):\n"
        "    os.posix_fallocate(os.open(f'f{n}', os.O_CREAT | os.O_RDWR), 0, 90_000_000)\ntime.sleep(60)",
        "cell 3 failed: it wrote more than 500 MB into its folder; let it print and write less.",
    ),
    "prints 100 MB": ("print('x' * 100_000_000)", "cell 3 failed: it printed more than 20 MB; let it print"),
    "prints 100 MB in lines": ("for _ in range(10_000): print('x' * 9_999)", "cell 3 failed: it printed more than 20"),
    "breaks the pipe": (
        "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'nonsense' * 100)\n    except OSError: pass\n"
        "import time; time.sleep(60)",
        "cell 3 failed: it",
    ),
    "shows what is no part of a report": ("print('stray')", "cell 3 left a stream: 'stray'"),
}  # fmt: skip
GOOD = "from vv_analysis.present.content import Title\nTitle('A page', 'made')"


def asked(name, notebook, folder):
    return PageTask(
        key=f"category/{name}", report="category", title="A page", slug=name, notebook=notebook,
        parameters={"category": name}, home=folder, folder=folder / "made", as_at="2026-03-11", version="0.1.0",
        cell_seconds=1 if "longer" in FAULTS.get(name, ("", ""))[1] else 20, page_seconds=30, memory_bytes=500_000_000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return what became of a good page before, among and after all that is wrong, all made by one engine."""
    from publish.conftest import write_notebook

    home = tmp_path_factory.mktemp("faults")
    with closing(engine("local", 3)) as local:
        for name, (code, _) in FAULTS.items():
            notebook = write_notebook(home / f"{name}.ipynb", code, GOOD, parameters='category = "x"')
            local.submit(asked(name, notebook, home))
            good = write_notebook(home / "good.ipynb", GOOD, parameters='category = "x"')
            local.submit(asked(f"good after {name}", good, home))
        results = {result.key.partition("/")[2]: result for result in local.results()}
    return home / "made", results


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_and_a_kept_notebook(made, name):
    folder, results = made
    assert FAULTS[name][1] in results[name].error
    assert "\n" not in results[name].error
    cells = nbformat.read(folder / "category" / f"{name}.ipynb", as_version=4).cells
    at = next(cell for cell in cells if cell.source == FAULTS[name][0])
    if name != "shows what is no part of a report":
        assert "error" in [output.output_type for output in at.outputs]
        assert cells[-1].outputs == []  # what follows was not run


@pytest.mark.parametrize("name", FAULTS)
def test_every_other_page_is_made(made, name):
    folder, results = made
    assert results[f"good after {name}"].error == ""
    assert (folder / "category" / f"good after {name}.html").is_file()


def test_no_process_of_a_notebook_is_left(made):
    left = [one.info["cmdline"] for one in psutil.process_iter(["cmdline", "ppid"]) if one.info["ppid"] == os.getpid()]
    assert not [words for words in left if "vv_analysis.publish.engines.warm" in (words or [])]
