from __future__ import annotations

import os
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from recipes import archive, product

if TYPE_CHECKING:
    from pathlib import Path


def make_folder(parent: Path) -> Path:
    folder = parent / "unisono-1"
    (folder / "inner").mkdir(parents=True)
    (folder / "unisono").write_text("#!/bin/sh\n")
    (folder / "unisono").chmod(0o775)
    (folder / "inner" / "data").write_text("data")
    (folder / "inner" / "link").symlink_to("data")
    return folder


def test_the_same_contents_make_the_same_bytes(tmp_path: Path) -> None:
    packed = []
    for name, umask in (("one", 0o022), ("two", 0o077)):
        before = os.umask(umask)
        try:
            folder = make_folder(tmp_path / name)
        finally:
            os.umask(before)
        os.utime(folder / "unisono", (umask, umask))
        target = tmp_path / f"{name}.tar.xz"
        archive.pack(folder, target, seconds=1_700_000_000)
        packed.append(target.read_bytes())
    assert packed[0] == packed[1]


def test_everything_lies_below_one_folder_and_belongs_to_root(tmp_path: Path) -> None:
    target = tmp_path / "out" / "it.tar.xz"
    archive.pack(make_folder(tmp_path), target, seconds=5)
    with tarfile.open(target) as tar:
        members = {member.name: member for member in tar.getmembers()}
    assert set(members) == {
        "unisono-1",
        "unisono-1/inner",
        "unisono-1/inner/data",
        "unisono-1/inner/link",
        "unisono-1/unisono",
    }
    assert {(member.uid, member.gid, member.mtime) for member in members.values()} == {(0, 0, 5)}
    assert members["unisono-1/unisono"].mode == 0o755
    assert members["unisono-1/inner/data"].mode == 0o644


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_desktop_entry_finds_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / "my & | music"
    folder.mkdir()
    archive.complete(folder)
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"}
    entry = tmp_path / "data" / "applications" / "unisono.desktop"
    subprocess.run((str(folder / "register-desktop"),), env=env, check=True)
    assert f'Exec="{folder}/unisono" %U' in entry.read_text()
    subprocess.run((str(folder / "register-desktop"), "--remove"), env=env, check=True)
    assert not entry.exists()


def test_the_name_tells_version_system_and_machine() -> None:
    assert archive.name().startswith(f"unisono-{product.version()}-")
