"""Workbooks and tables as others would send them, made anew for each test."""

import zipfile

import openpyxl
import pytest


@pytest.fixture
def workbook(tmp_path):
    """Save sheets (rows by name) as a workbook, with ranges to merge, and with changes to the finished sheets."""

    def save(sheets, name="table.xlsx", merged=(), change=None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        for title, block in merged:
            book[title].merge_cells(block)
        if change:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return save


@pytest.fixture
def table(tmp_path):
    """Save lines as a CSV, as text or as the bytes given."""

    def save(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return save


@pytest.fixture
def tampered():
    """Rewrite one part of a workbook, as a hostile sender would."""

    def rewrite(path, part, change):
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts[part] = change(parts.get(part, b"").decode()).encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return path

    return rewrite
