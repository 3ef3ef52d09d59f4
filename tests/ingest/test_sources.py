"""Which files the paths of a call stand for."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest import archives
from ingest.errors import ReadError
from ingest.sources import Item, items

MEGABYTE = 1024 * 1024


def listed(*paths: Path) -> list[tuple[str, bytes | str]]:
    """(source, bytes or error code) of every item, loaded in turn."""
    return [(item.source, loaded(item)) for item in items(paths, Settings(max_file_mb=1))]


def loaded(item: Item) -> bytes | str:
    """The bytes, or the code of the error."""
    try:
        return item.load()
    except ReadError as exc:
        return exc.code


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A .zip of these members."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: dict[str, bytes]) -> Path:
    """A .tar.gz of these members."""
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_folder_is_walked_in_order_without_side_files(tmp_path: Path) -> None:
    """Sorted, with subfolders; hidden files and what lies beside documents are left out."""
    names = ["b.txt", "a/z.txt", "a/y.txt", ".an", ".git/x", "b.expected.json", "b.md5", "~$b.docx", "Thumbs.db"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = [Path(source).relative_to(tmp_path).as_posix() for source, _ in listed(tmp_path)]
    assert found == ["b.txt", "a/y.txt", "a/z.txt"]


def test_file_named_by_hand_is_taken_whatever_its_name(tmp_path: Path) -> None:
    """Leaving out is for folders: what a person names is meant."""
    path = tmp_path / ".an.expected.json"
    path.write_bytes(b"x")
    assert listed(path) == [(str(path), b"x")]


def test_source_is_absolute_and_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is reported as it was given and kept as an absolute one."""
    (tmp_path / "a.txt").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    [item] = items(["a.txt"], Settings())
    assert (item.path, item.source, item.size, item.name) == ("a.txt", str(tmp_path / "a.txt"), 1, "a.txt")


@pytest.mark.parametrize("make", [lambda path, files: zipped(path / "k.zip", files), lambda path, files: tarred(path / "k.tar.gz", files)])
def test_archive_stands_for_its_members(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    """Each member under "archive!/name"; folders, hidden and side files left out; nothing is unpacked to disk."""
    files = {"kế hoạch/a.txt": b"a", "b.txt": b"b", ".an": b"", "__MACOSX/b.txt": b"", "b.expected.json": b"{}"}
    archive = make(tmp_path, files)
    assert listed(archive) == [(f"{archive}!/kế hoạch/a.txt", b"a"), (f"{archive}!/b.txt", b"b")]
    assert list(tmp_path.iterdir()) == [archive]


@pytest.mark.parametrize("name", ["../ngoai.txt", "/etc/x.txt", "a/../../x.txt", "a\\..\\..\\x.txt"])
def test_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    """Path traversal fails alone; the other members go in."""
    for archive in (zipped(tmp_path / "k.zip", {name: b"x", "tot.txt": b"y"}), tarred(tmp_path / "k.tgz", {name: b"x", "tot.txt": b"y"})):
        assert [data for _, data in listed(archive)] == ["unsafe", b"y"]


def test_links_and_devices_in_an_archive_are_no_documents(tmp_path: Path) -> None:
    """Only regular files of a .tar.gz are members."""
    with tarfile.open(tmp_path / "k.tar.gz", "w:gz") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"lien-ket-{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert listed(tmp_path / "k.tar.gz") == [(str(tmp_path / "k.tar.gz"), "empty")]


def test_damaged_archive_is_one_failure(tmp_path: Path) -> None:
    """Bytes that are no archive, and an archive cut short."""
    (tmp_path / "a.zip").write_bytes(b"khong phai zip")
    (tmp_path / "b.tar.gz").write_bytes(b"khong phai tar")
    whole = tarred(tmp_path / "c.tgz", {"a.txt": os.urandom(5000), "b.txt": os.urandom(5000)}).read_bytes()
    (tmp_path / "c.tgz").write_bytes(whole[:6000])
    assert [data for _, data in listed(tmp_path / "a.zip", tmp_path / "b.tar.gz")] == ["broken", "broken"]
    assert listed(tmp_path / "c.tgz")[-1][1] == "broken"


def test_member_damaged_or_locked_fails_alone(tmp_path: Path) -> None:
    """A wrong checksum and a member under a password do not stop the rest."""
    path = zipped(tmp_path / "k.zip", {"a.txt": b"mot hai ba", "b.txt": b"tot", "c.txt": b"khoa"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes().replace(b"mot hai ba", b"mot hai bo"))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1  # the last member says that it is encrypted
    path.write_bytes(data)
    assert [found for _, found in listed(path)] == ["broken", b"tot", "encrypted"]


def test_bombs_are_not_let_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member over the limit fails; an archive that holds too much in all, or too many, ends with a failure."""
    assert listed(zipped(tmp_path / "a.zip", {"a.txt": bytes(2 * MEGABYTE)})) == [(f"{tmp_path}/a.zip!/a.txt", "too_large")]
    many = {f"{number}.txt": bytes(MEGABYTE) for number in range(archives.MAX_TIMES + 2)}
    assert [data for _, data in listed(zipped(tmp_path / "b.zip", many))][archives.MAX_TIMES :] == ["too_large"]
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    assert [data for _, data in listed(tarred(tmp_path / "c.tgz", {"1": b"1", "2": b"2", "3": b"3"}))] == [b"1", b"2", "too_large"]


def test_archive_without_documents_says_so(tmp_path: Path) -> None:
    """Nothing inside, or only what is no document: one failure, not silence."""
    assert listed(zipped(tmp_path / "a.zip", {})) == [(str(tmp_path / "a.zip"), "empty")]
    assert listed(zipped(tmp_path / "b.zip", {"__MACOSX/._a.txt": b"x"})) == [(str(tmp_path / "b.zip"), "empty")]


def test_archive_in_an_archive_is_a_member_like_others(tmp_path: Path) -> None:
    """It is not opened in its turn."""
    inner = zipped(tmp_path / "trong.zip", {"a.txt": b"a"}).read_bytes()
    assert listed(zipped(tmp_path / "ngoai.zip", {"trong.zip": inner})) == [(f"{tmp_path}/ngoai.zip!/trong.zip", inner)]


def test_vietnamese_names_without_the_utf8_flag_are_read(tmp_path: Path) -> None:
    """Programs that write UTF-8 names without saying so are understood."""
    path = zipped(tmp_path / "k.zip", {"Thông báo.txt": b"x"})
    data = path.read_bytes()
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + flags
        data = data[: at + 1] + bytes([data[at + 1] & ~0x08]) + data[at + 2 :]
    path.write_bytes(data)
    assert listed(path)[0][0].endswith("!/Thông báo.txt")


def test_names_in_the_vietnamese_code_page_are_read(tmp_path: Path) -> None:
    """Windows-1258, whose tones are letters of their own; other names stay as they are."""
    for name, stored in (
        ("Kế hoạch số 5.txt", "Kê\u0301 hoa\u0323ch sô\u0301 5.txt".encode("cp1258")),
        ("Résumé.txt", "Résumé.txt".encode("cp437")),
    ):
        path = zipped(tmp_path / "k.zip", {"x" * len(stored): b"x"})
        path.write_bytes(path.read_bytes().replace(b"x" * len(stored), stored))
        assert listed(path) == [(f"{path}!/{name}", b"x")]


@pytest.mark.parametrize(("name", "code"), [("khong-co.txt", "missing"), ("x" * 5000, "unreadable"), ("y" * 5000 + ".zip", "unreadable")])
def test_path_that_cannot_be_read_says_why(tmp_path: Path, name: str, code: str) -> None:
    """Missing is missing, a name too long for the system is not readable; never a traceback."""
    assert [data for _, data in listed(tmp_path / name)] == [code]


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe named by hand is refused, one in a folder left out: reading it would never end."""
    os.mkfifo(tmp_path / "ong")
    assert [data for _, data in listed(tmp_path / "ong")] == ["unreadable"]
    assert listed(tmp_path) == []


def test_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """A huge file is refused by its size; a sparse one of 300 MB at once."""
    path = tmp_path / "to.txt"
    path.touch()
    os.truncate(path, 300 * MEGABYTE)
    assert listed(path) == [(str(path), "too_large")]
