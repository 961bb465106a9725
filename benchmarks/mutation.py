"""How many faults put into the measures their own tests notice (mutation testing with mutmut).

    .venv/bin/python benchmarks/mutation.py                  # every room of measure, one after the other
    .venv/bin/python benchmarks/mutation.py frames checks    # some rooms
    .venv/bin/python benchmarks/mutation.py --again checks   # once more what nobody noticed, and functions that changed
    .venv/bin/python benchmarks/mutation.py --one-in 4       # a sample: one mutant in four of each room, drawn by seed

A room is tested by the tests that mirror it and by the worked answers, not by doctests, nor by the laws of
tests/measure/test_laws.py. Everything happens in a copy below build/mutation; the working tree is left alone. Printed
is a table of the modules; what nobody noticed stands in build/mutation/<room>/survivors.diff.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "mutation"
MEASURE = Path("src/vv_analysis/measure")
ORACLES = "tests/measure/test_oracles.py"
COPIED = ("src", "tests", "decisions", "vv.toml", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".hypothesis", "processed")
# What pytest says of a mutant, by the exit code that mutmut keeps: see mutmut.stats.
KILLED: set[int | None] = {1, 3}
SURVIVED: set[int | None] = {0}
NO_TESTS: set[int | None] = {5, 33}
TIMEOUT: set[int | None] = {36, 24, -24, 152, 255}
# The words of a refusal are not mutated: tests hold them to what they must name, not to every letter.
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = {mutated}
also_copy = ["data", "decisions", "vv.toml"]
do_not_mutate_patterns = ['FrameError\\(']
pytest_add_cli_args = ["-n", "0", "--durations=0", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""
SHOW = """
import sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
for name in sys.stdin.read().split():
    print(get_diff_for_mutant(name))
"""


def rooms() -> list[str]:
    """Return the rooms of measure, and its modules that stand in none."""
    found = sorted(
        path for path in (ROOT / MEASURE).iterdir() if path.stem != "__init__" and path.stem != "__pycache__"
    )
    return [path.stem for path in found if path.is_dir() or path.suffix == ".py"]


def tests_of(room: str) -> list[str]:
    """Return what mirrors a room among the tests, and the worked answers."""
    own = [path for path in (f"tests/measure/{room}", f"tests/measure/test_{room}.py") if (ROOT / path).exists()]
    whole = f"{ORACLES}::test_every_worked_answer_has_its_case"
    return [*own, ORACLES, "--deselect", whole]


def copy_of(room: str, again: bool) -> Path:
    """Lay out a copy of the project in which only the room is mutated."""
    work = BUILD / room
    if not again:
        shutil.rmtree(work, ignore_errors=True)
    for name in COPIED:
        source, target = ROOT / name, work / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=LEFT_OUT)
        else:
            shutil.copy2(source, target)
    shutil.copytree(ROOT / "data", work / "data", ignore=LEFT_OUT, dirs_exist_ok=True)
    mutated = [str(MEASURE / room / "*"), str(MEASURE / f"{room}.py")]
    settings = SETTINGS.format(mutated=json.dumps(mutated), tests=json.dumps(tests_of(room)))
    with (work / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(settings)
    return work


def outcomes(work: Path) -> dict[Path, dict[str, Any]]:
    """Return what mutmut keeps of each module: its mutants and the exit codes of pytest, None where not tried."""
    kept = sorted((work / "mutants" / MEASURE).rglob("*.meta"))
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in kept}


def forget_survivors(work: Path) -> None:
    """Have everything tried again that was not killed: mutmut looks at changed code, not at changed tests."""
    for path, told in outcomes(work).items():
        codes = told["exit_code_by_key"]
        tried = {name: code if code in KILLED else None for name, code in codes.items()}
        path.write_text(json.dumps(told | {"exit_code_by_key": tried}), encoding="utf-8")


def mutmut(work: Path, jobs: int, names: list[str]) -> int:
    """Have mutants tried, by name or all of them, and return how mutmut ended."""
    with (work / "mutmut.log").open("a", encoding="utf-8") as said:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs), *names]
        return subprocess.run(command, cwd=work, stdout=said, stderr=subprocess.STDOUT, check=False).returncode


def drawn(work: Path, jobs: int, one_in: int, seed: int) -> list[str]:
    """Draw the mutants to try from those of a room, the same for the same seed; an empty list stands for all."""
    if one_in == 1:
        return []
    # Asked for a name that no mutant has, mutmut lays out its mutants, says that nothing matches, and ends.
    mutmut(work, jobs, ["lay out only"])
    names = sorted(name for told in outcomes(work).values() for name in told["exit_code_by_key"])
    return random.Random(seed).sample(names, -(-len(names) // one_in))


def mutate(room: str, asked: argparse.Namespace) -> dict[str, Counter[str]]:
    """Try the mutants of a room and return what became of them, module by module."""
    work = copy_of(room, asked.again)
    forget_survivors(work)
    ended = mutmut(work, asked.jobs, drawn(work, asked.jobs, asked.one_in, asked.seed))
    outcome = outcomes(work)
    if ended or not outcome:
        print(f"{room}: mutmut ended with {ended}; see {work / 'mutmut.log'}", file=sys.stderr)
    codes = {path.name.removesuffix(".meta"): data["exit_code_by_key"] for path, data in outcome.items()}
    keep_survivors(work, [name for module in codes.values() for name, code in module.items() if code in SURVIVED])
    return {f"{room}/{module}": Counter(map(word_for, told.values())) for module, told in codes.items() if told}


def word_for(code: int | None) -> str:
    """Return what an exit code says of a mutant."""
    words = ("killed", KILLED), ("survived", SURVIVED), ("no test", NO_TESTS), ("timeout", TIMEOUT)
    return "not tried" if code is None else next((word for word, codes in words if code in codes), "unclear")


def keep_survivors(work: Path, names: list[str]) -> None:
    """Write the faults that nobody noticed as one file of differences."""
    command = [sys.executable, "-c", SHOW]
    shown = subprocess.run(command, cwd=work, input="\n".join(names), capture_output=True, text=True, check=False)
    (work / "survivors.diff").write_text(shown.stdout or shown.stderr, encoding="utf-8")


def printed(results: dict[str, Counter[str]]) -> None:
    """Print the table, with the sum of it in the last line."""
    print("| module | mutants | killed | timeout | survived | no test | not tried | unclear | noticed |")
    print("|---|---|---|---|---|---|---|---|---|")
    for module, count in [*results.items(), ("all", sum(results.values(), Counter()))]:
        if count.total():
            cells = [count[word] for word in ("killed", "timeout", "survived", "no test", "not tried", "unclear")]
            print(f"| {module} | {count.total()} | {' | '.join(map(str, cells))} | {noticed(count):.1f}% |", flush=True)


def noticed(count: Counter[str]) -> float:
    """Return how many per cent of the mutants that were tried were noticed; of none, none."""
    return 100 * (count["killed"] + count["timeout"]) / max(count.total() - count["not tried"], 1)


def main() -> None:
    """Read the command line and try the rooms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", default=rooms(), metavar="room")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", action="store_true", help="keep what is known of functions that did not change")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="draw one mutant in N of each room")
    parser.add_argument("--seed", type=int, default=2021, help="of the draw")
    parser.add_argument("--least", type=float, default=0.0, help="fail if fewer per cent than this are noticed")
    asked = parser.parse_args()
    results: dict[str, Counter[str]] = {}
    for room in asked.rooms:
        results |= mutate(room, asked)
    printed(results)
    if noticed(sum(results.values(), Counter())) < asked.least:
        sys.exit(1)


if __name__ == "__main__":
    main()
