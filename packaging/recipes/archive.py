"""The tarball: the whole bundle, unpacked anywhere and started, on a distribution without VLC."""

from __future__ import annotations

import lzma
import tarfile
from typing import TYPE_CHECKING, Final

from recipes import desktop, product

if TYPE_CHECKING:
    from pathlib import Path


#: Three times as fast as lzma's own choice, for a tenth more bytes.
PRESET: Final = 3


def plain(info: tarfile.TarInfo, seconds: int) -> tarfile.TarInfo:
    """An entry without the builder's name, clock and umask in it."""
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = seconds
    info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
    return info


def pack(folder: Path, target: Path, *, seconds: int) -> None:
    """Pack a folder under its own file name, byte for byte the same for the same contents."""
    entries = sorted(folder.rglob("*"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        lzma.open(target, "wb", preset=PRESET) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in (folder, *entries):
            name = path.relative_to(folder.parent).as_posix()
            tar.add(path, arcname=name, recursive=False, filter=lambda info: plain(info, seconds))


def complete(folder: Path) -> None:
    """Add what a tarball has and a package puts elsewhere: the desktop's files, and the script that registers them."""
    share = folder / "share"
    share.mkdir(exist_ok=True)
    licence = desktop.project_licence((product.ROOT / "LICENSE").read_text(encoding="utf-8"))
    fields = desktop.fields(executable="@HERE@/unisono", licence=licence, seconds=product.source_date())
    fields["HERE"] = "@HERE@"
    linux = product.PACKAGING / "linux"
    entry = desktop.fill((linux / "unisono.desktop.in").read_text(encoding="utf-8"), fields)
    (share / "unisono.desktop.in").write_text(entry, encoding="utf-8")
    (share / "unisono.svg").write_bytes(desktop.icon().read_bytes())
    script = folder / "register-desktop"
    script.write_text((linux / "register-desktop.sh").read_text(encoding="utf-8"), encoding="utf-8")
    script.chmod(0o755)


def name() -> str:
    """The tarball's file name."""
    return f"{product.NAME}-{product.version()}-{product.system()}-{product.machine()}.tar.xz"
