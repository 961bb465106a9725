"""Open the zip archive that a workbook is, and refuse what no honest workbook holds before anything in it is parsed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from vv_analysis.errors import InputError
from vv_analysis.settings import Limits, limits

_CHUNK = 1 << 22
_OLD_OFFICE_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_LOOKED_AT = 100_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".xlsx", ".xlsm", ".ods", ".docx")
_MANIFEST = "META-INF/manifest.xml"
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LONGEST_MARK = 16
# Some programs write these parts as UTF-16, where no mark can be found by its bytes.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """Open a workbook as an archive that is whole, of a bearable size, and without macros or archives in it.

    Raises
    ------
    InputError
        It is none of that; the sentence says which.
    """
    try:
        archive = ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _no_archive(path) from error
    with archive:
        _refuse_bomb(archive, path.name, limits())
        _refuse_what_runs(archive, path.name)
        yield archive


def chunks(archive: ZipFile, part: ZipInfo, *, declares_nothing: bool = False) -> Iterator[bytes]:
    """Yield a part of an archive piece by piece.

    A part that unpacks to more than it declares, or declares entities, is refused.
    """
    unpacked, before = 0, b""
    # Whoever looks at every tag need not have them looked at here.
    is_xml = not declares_nothing and part.filename.casefold().endswith((".xml", ".rels"))
    with archive.open(part) as content:
        while piece := content.read(_CHUNK):
            unpacked += len(piece)
            if unpacked > part.file_size:
                raise ValueError("a part unpacks to more than it declares")
            if is_xml and (_DECLARATION.search(piece) or _DECLARATION.search(before + piece[:_LONGEST_MARK])):
                raise ValueError("a part declares entities")
            if is_xml and unpacked == len(piece) and piece.startswith(_OTHER_ENCODINGS):
                raise ValueError("a part is not written in UTF-8")
            yield piece
            before = piece[-_LONGEST_MARK:]


def _no_archive(path: Path) -> InputError:
    with path.open("rb") as content:
        head = content.read(_MOST_LOOKED_AT)
    what = "this is not a workbook, or it is damaged or protected by a password"
    if head.startswith(_OLD_OFFICE_FILE):
        is_locked = _ENCRYPTED in head
        what = "the workbook is" if is_locked else "this is an old .xls workbook, whatever its name says, or one"
        what = f"{what} protected by a password"
    remedy = "open it and save it again as .xlsx, without a password"
    return InputError(what, where=path.name, expected="an .xlsx or .ods workbook", remedy=remedy)


def _refuse_bomb(archive: ZipFile, file: str, most: Limits) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    too_tight = unpacked > 1_000_000 and unpacked / packed > most.packing_ratio
    if len(parts) > most.workbook_parts or unpacked > most.unpacked_bytes or too_tight:
        raise InputError(
            f"the workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts",
            where=file,
            expected=f"at most {most.unpacked_bytes:,} bytes, {most.workbook_parts:,} parts "
            f"and {most.packing_ratio} times its size",
            remedy="split it, or ask who sent it; [limits] in vv.toml allows more",
        )


def _refuse_what_runs(archive: ZipFile, file: str) -> None:
    names = [name.casefold() for name in archive.namelist()]
    if any(name.endswith(_MACROS[0]) or name.startswith(_MACROS) for name in names):
        raise InputError(
            "the workbook holds macros",
            where=file,
            expected="a workbook without macros",
            remedy="save it as .xlsx, which leaves them out",
        )
    if any(name.endswith(_ARCHIVES) for name in names):
        raise InputError(
            "the workbook holds another archive or file inside it",
            where=file,
            expected="a workbook without embedded files",
            remedy="take the embedded file out and save it again",
        )
    if _is_encrypted(archive):
        raise InputError(
            "the workbook is protected by a password",
            where=file,
            expected="a workbook that opens without one",
            remedy="open it and save it again, without a password",
        )


def _is_encrypted(archive: ZipFile) -> bool:
    manifest = next((part for part in archive.infolist() if part.filename == _MANIFEST), None)
    said = b"".join(chunks(archive, manifest)) if manifest else b""
    return b"encryption-data" in said or any(part.flag_bits & 1 for part in archive.infolist())
