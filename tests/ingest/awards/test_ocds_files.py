"""OCDS files as registers and strangers hand them over: packed or not, whole or torn, honest or not."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import InputError, VvError
from vv_analysis.ingest.awards.ocds_documents import MOST_LEVELS, dumped, loaded, parsed
from vv_analysis.ingest.awards.ocds_files import is_ocds_file, ocds_files_in, releases_in
from vv_analysis.ingest.awards.reader import awards
from vv_analysis.settings import Limits
from vv_analysis.terms import reference

NOTICE = reference.folder().parent / "awards" / "ocds-b5fd17-242db2fd-76ac-4498-832f-2d2820dfcd2b.json"


def release(number):
    return {"ocid": f"ocds-h6vhtk-{number:06}", "date": "2021-05-06T16:54:02+01:00", "tender": {"title": "Kent"}}


def lines(*numbers):
    return "".join(json.dumps(release(number)) + "\n" for number in numbers).encode()


@pytest.fixture
def save(tmp_path):
    def write(content, name="notices.jsonl"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


@pytest.fixture
def allowing(monkeypatch):
    def at_most(**most):
        monkeypatch.setattr("vv_analysis.ingest.awards.ocds_files.limits", lambda: Limits(**most))

    return at_most


def ocids(path):
    return [found[1]["ocid"] for found in releases_in(path)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.JSONL", "a.jsonl.gz", "a.ndjson.gz", "a.json.gz"])
def test_lines_are_read_whatever_the_file_is_called_and_however_packed(save, name):
    path = save(lines(1, 2), name)
    assert is_ocds_file(path)
    assert [pointer for pointer, _ in releases_in(path)] == ["row 1", "row 2"]
    assert ocids(path) == ["ocds-h6vhtk-000001", "ocds-h6vhtk-000002"]


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.jsonl"])
@pytest.mark.parametrize("indent", [None, 2])
def test_one_document_is_read_whether_or_not_it_is_printed_over_many_lines(save, name, indent):
    package = json.dumps({"releases": [release(1), release(2)]}, indent=indent).encode()
    assert [pointer for pointer, _ in releases_in(save(package, name))] == ["/releases/0", "/releases/1"]


def test_packages_may_stand_one_a_line(save):
    package = json.dumps({"releases": [release(1)]}).encode()
    record = json.dumps({"records": [{"ocid": "x", "compiledRelease": release(2)}]}).encode()
    found = [pointer for pointer, _ in releases_in(save(package + b"\n" + record))]
    assert found == ["row 1/releases/0", "row 2/records/0/compiledRelease"]


def test_empty_lines_and_a_byte_order_mark_are_no_releases(save):
    assert ocids(save(b"\xef\xbb\xbf" + lines(1) + b"\n  \n" + lines(2))) == [
        "ocds-h6vhtk-000001",
        "ocds-h6vhtk-000002",
    ]


def test_a_bad_line_is_refused_by_its_row_and_the_rest_is_read(save):
    path = save(lines(1) + b'{"ocid": "torn\n' + b'{"no": "ocid"}\n' + lines(2))
    frame, findings = awards(path)
    assert frame["ocid"].tolist() == ["ocds-h6vhtk-000001", "ocds-h6vhtk-000002"]
    refused = [(finding.where, finding.rule) for finding in findings if finding.severity == "refused"]
    assert refused == [("notices.jsonl#row 2", "release-unreadable"), ("notices.jsonl#row 3", "release-unreadable")]


def test_a_bad_first_line_hides_nothing(save):
    assert awards(save(b"{\n" + lines(1, 2))).frame["ocid"].size == 2


@given(st.lists(st.booleans(), min_size=2, max_size=250).filter(any))
def test_every_line_is_read_or_refused(tmp_path_factory, good):
    path = tmp_path_factory.mktemp("lines") / "notices.jsonl"
    path.write_bytes(b"".join(lines(place) if one else b"{]\n" for place, one in enumerate(good)))
    frame, findings = awards(path)
    named = [finding for finding in findings if finding.where.startswith("notices.jsonl#row")]
    named = [finding for finding in named if finding.severity == "refused"]
    rest = [int(finding.what.split()[0]) for finding in findings if "more of its releases" in finding.what]
    assert len(frame) + len(named) + sum(rest) == len(good)
    assert len(named) <= 100


def test_a_file_of_which_no_line_is_a_release_is_refused(save):
    with pytest.raises(InputError, match="row 1"):
        awards(save(b"1\n2\n3\n"))


def test_a_bomb_in_one_line_is_refused_without_unpacking_it(save, allowing):
    allowing(notice_bytes=1000, notices_bytes=10_000)
    with pytest.raises(InputError, match="unpacked, is too large"):
        awards(save(b"[" * 50_000_000, "bomb.jsonl.gz"))


@pytest.mark.parametrize("name", ["bomb.json", "bomb.json.gz"])
def test_one_document_that_is_too_large_is_refused(save, allowing, name):
    allowing(notice_bytes=1000)
    with pytest.raises(InputError, match="too large; expected at most 1,000 bytes"):
        awards(save(b'{"ocid": "' + b"x" * 2000 + b'"}', name))


def test_lines_that_together_are_too_many_are_refused_with_what_was_read_of_them(save, allowing):
    allowing(notices_bytes=1000)
    with pytest.raises(InputError, match="unpacked, is too large"):
        awards(save(lines(*range(100)), "bomb.jsonl.gz"))


def test_one_line_that_is_too_long_is_refused_and_the_others_are_read(save, allowing):
    allowing(notice_bytes=1000)
    frame, findings = awards(save(lines(1) + b'{"ocid": "' + b"x" * 5000 + b'"}\n' + lines(2)))
    assert frame["ocid"].tolist() == ["ocds-h6vhtk-000001", "ocds-h6vhtk-000002"]
    assert [finding.where for finding in findings if finding.severity == "refused"] == ["notices.jsonl#row 2"]


@pytest.mark.parametrize("change", [lambda packed: packed[:-20], lambda packed: packed[:40] + b"\0" + packed[41:]])
def test_a_packed_file_that_breaks_off_is_refused_as_a_whole(save, change):
    path = save(lines(*range(1000)), "notices.jsonl.gz")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(InputError, match="cannot be read to its end"):
        awards(path)


def test_of_a_torn_file_in_a_folder_nothing_is_kept_and_of_the_others_everything(save, tmp_path):
    save(lines(1), "a.jsonl")
    torn = save(lines(*range(2, 1000)), "b.jsonl.gz")
    torn.write_bytes(torn.read_bytes()[:-20])
    save(lines(1000), "c.json.gz")
    frame, findings = awards(tmp_path)
    assert frame["ocid"].tolist() == ["ocds-h6vhtk-000001", "ocds-h6vhtk-001000"]
    assert [(one.rule, one.file) for one in findings if one.severity == "refused"] == [
        ("file-unreadable", "b.jsonl.gz")
    ]


def test_what_is_called_packed_and_is_not_is_refused(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(lines(1, 2))
    with pytest.raises(InputError, match="cannot be read to its end"):
        awards(tmp_path / "a.jsonl.gz")


def test_hidden_files_and_folders_are_no_notices(save, tmp_path):
    save(lines(1), ".a.jsonl")
    save(b"x", "a.csv.gz")
    (tmp_path / "b.json").mkdir()
    assert ocds_files_in(tmp_path) == []


# Documents


def test_nesting_is_allowed_to_the_limit_and_not_beyond():
    assert parsed(b"[" * MOST_LEVELS + b"]" * MOST_LEVELS, "")
    for deep in (MOST_LEVELS + 1, 500, 100_000):
        with pytest.raises(InputError, match=r"nested too deeply|no JSON"):
            parsed(b"[" * deep + b"]" * deep, "")


def test_brackets_inside_a_text_are_no_nesting():
    assert parsed(json.dumps({"title": "[{" * 500}).encode(), "")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(InputError, match="no number"):
        parsed(f'{{"amount": {number}}}'.encode(), "")


TREES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
    | st.integers(-(2**63), 2**64 - 1) | st.just("\ud800") | st.just(10**400),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
)  # fmt: skip


@given(st.dictionaries(st.text(), TREES, max_size=3))
def test_a_document_survives_being_put_away(document):
    assert loaded(dumped(document)) == document


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_notice_with_flipped_bytes_is_read_or_refused_in_a_sentence(tmp_path_factory, data):
    content = bytearray(NOTICE.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("flipped") / "notice.json"
    path.write_bytes(content)
    try:
        said = [finding.sentence for finding in awards(path).findings]
    except VvError as error:
        said = [str(error)]
    assert not any("\n" in sentence for sentence in said)
