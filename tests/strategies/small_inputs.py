"""A small folder of inputs with something of every kind, and what people and accidents do to such a folder."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from strategies import example_contract
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import reference

RAW = reference.folder().parent
TABLE = "Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,1000,10\nEssex,Lot 1,2023-24,2000,20\n"
DECISIONS = "from,to,decided_by,decided_on\n"


@dataclass(frozen=True)
class Inputs:
    """Folders of inputs, of decisions, of the project whose vv.toml sets the limits, and of the frames."""

    home: Path

    @property
    def raw(self):
        return self.home / "raw"

    @property
    def contracts(self):
        return self.raw / "contracts"

    @property
    def decisions(self):
        return self.home / "decisions"

    @property
    def processed(self):
        return self.home / "processed"

    @property
    def memory(self):
        return self.processed / ".read"

    @property
    def places(self):
        return self.raw, self.contracts, self.processed, self.decisions

    def entries(self):
        return sorted(self.memory.glob("*.parquet"))


def made_in(home):
    """Make the folders: two editions of which one follows the other, statements, notices, and contracts."""
    inputs = Inputs(home)
    for name, said in {"first": "", "second": 'follows = "first"\n'}.items():
        edition(inputs, name, TABLE, said)
    shutil.copytree(RAW / "publications" / "2021-day-1-awards", inputs.raw / "publications" / "said")
    (inputs.raw / "awards").mkdir()
    for path in [RAW / "awards" / "notices.csv", *sorted((RAW / "awards").glob("ocds-*.json"))[:2]]:
        shutil.copy(path, inputs.raw / "awards")
    (inputs.contracts / "illustrative").mkdir(parents=True)
    contract(inputs, "a", organisation="St Mungos")
    contract(inputs, "b", organisation="Example Trust Ltd", contract="EX-2")
    contract(inputs, "illustrative/c", status="illustrative", contract="EX-3")
    inputs.decisions.mkdir()
    decide(inputs, "")
    limit(inputs, "")
    return inputs


def edition(inputs, name, table, said=""):
    folder = inputs.raw / "publications" / name
    folder.mkdir(parents=True, exist_ok=True)
    text = f'[publication]\npublished_on = 2023-01-01\nvat = "excluded"\n{said}'
    (folder / "publication.toml").write_text(text, encoding="utf-8")
    (folder / "table.csv").write_text(table, encoding="utf-8")


def contract(inputs, name, status="reported", **entries):
    (inputs.contracts / f"{name}.xlsx").write_bytes(_template(status, tuple(entries.items())))


@cache
def _template(status, entries):
    with tempfile.TemporaryDirectory() as folder:
        row = example_contract.CONTRACT | dict(entries)
        return write_template(Path(folder) / "filled.xlsx", [row], status=status).read_bytes()


def decide(inputs, rows):
    (inputs.decisions / "organisation_names.csv").write_text(DECISIONS + rows, encoding="utf-8")


def limit(inputs, said):
    settings = '[comparison]\nedition = "a"\nearlier_edition = "b"\nsteady_year = "2024-25"\nprices = "2024-25"\n'
    report = '[[report]]\nname = "a"\ntitle = "A"\nanswers = "?"\n'
    (inputs.home / "vv.toml").write_text(f"{settings}{report}{said}", encoding="utf-8")


def swap_two_entries(inputs):
    one, other, *_ = [*inputs.entries(), None, None]
    if other:
        content = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(content)


def rename_an_edition(inputs):
    *_, last = sorted((inputs.raw / "publications").glob("said*"))
    last.rename(last.with_name(f"{last.name} again"))


def spoil(path, change):
    if path.is_file():
        path.write_bytes(change(path.read_bytes()))


# What is done, in words, to a folder of inputs, to what is remembered of it, or to the frames made of it.
CHANGES = {
    "nothing": lambda inputs: None,
    "a file is touched": lambda inputs: os.utime(inputs.raw / "publications" / "first" / "table.csv", (1, 1)),
    "a figure is corrected": lambda inputs: edition(inputs, "second", TABLE.replace("1000", "3000"), 'follows="first"'),
    "the edition followed is laid out otherwise": lambda inputs: edition(inputs, "first", TABLE.replace("£", "£m")),
    "the edition followed is laid out as before": lambda inputs: edition(inputs, "first", TABLE),
    "an edition follows no other": lambda inputs: edition(inputs, "second", TABLE),
    "an edition is added": lambda inputs: edition(inputs, "third", TABLE),
    "an edition is renamed": rename_an_edition,
    "a table lies about": lambda inputs: (inputs.raw / "loose.csv").write_text(TABLE, encoding="utf-8"),
    "a contract is corrected": lambda inputs: contract(inputs, "a", organisation="St Mungos", value=5000),
    "a contract is sent twice": lambda inputs: contract(inputs, "z", organisation="St Mungos"),
    "a contract is taken out": lambda inputs: (inputs.contracts / "b.xlsx").unlink(missing_ok=True),
    "a contract is put among the invented": lambda inputs: shutil.copy(
        inputs.contracts / "a.xlsx", inputs.contracts / "illustrative" / "a.xlsx"
    ),
    "an invented contract is handed over as real": lambda inputs: contract(inputs, "d", status="illustrative"),
    "a file is broken": lambda inputs: (inputs.contracts / "broken.xlsx").write_bytes(b"no workbook"),
    "the broken file is taken out": lambda inputs: (inputs.contracts / "broken.xlsx").unlink(missing_ok=True),
    "a notice is taken out": lambda inputs: (inputs.raw / "awards" / "notices.csv").unlink(missing_ok=True),
    "a name is decided": lambda inputs: decide(inputs, "St Mungos,St Mungo's,somebody,2026-11-22\n"),
    "the decision is taken back": lambda inputs: decide(inputs, ""),
    "less is allowed": lambda inputs: limit(inputs, "[limits]\ntext_rows = 2\n"),
    "more is allowed": lambda inputs: limit(inputs, ""),
    "what is remembered is torn": lambda inputs: [spoil(path, lambda old: old[:99]) for path in inputs.entries()],
    "what is remembered is edited": lambda inputs: [
        spoil(path, lambda old: old.replace(b"Example", b"Exemple")) for path in inputs.entries()
    ],
    "what is remembered is mixed up": swap_two_entries,
    "what is remembered is forgotten": lambda inputs: shutil.rmtree(inputs.memory, ignore_errors=True),
    "the note is torn": lambda inputs: spoil(inputs.memory / "inputs.json", lambda old: old[:-50]),
    "the note is edited": lambda inputs: spoil(inputs.memory / "inputs.json", lambda old: old.replace(b"a", b"b", 9)),
    "a frame is edited": lambda inputs: spoil(
        inputs.processed / "contracts.csv", lambda old: old.replace(b"1000", b"1")
    ),
    "a frame is lost": lambda inputs: (inputs.processed / "published.parquet").unlink(missing_ok=True),
    "a description is lost": lambda inputs: (inputs.processed / "datapackage.json").unlink(missing_ok=True),
}
