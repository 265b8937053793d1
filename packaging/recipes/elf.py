"""What a Linux binary needs, from ``objdump -p`` (binutils, which PyInstaller asks for too)."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_GLIBC: Final = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
_CACHE_LINE: Final = re.compile(r"^\s*(\S+) \(([^)]*)\) => (\S+)$")
#: glibc's own parts come with every system and must be that system's.
GLIBC_PARTS: Final = frozenset(
    {
        "ld-linux-x86-64.so.2",
        "ld-linux-aarch64.so.1",
        "libanl.so.1",
        "libc.so.6",
        "libdl.so.2",
        "libm.so.6",
        "libmvec.so.1",
        "libpthread.so.0",
        "libresolv.so.2",
        "librt.so.1",
        "libutil.so.1",
        "libcrypt.so.1",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What one binary says of itself.

    Attributes:
        soname: the name that others need it by; empty for programs and most plugins.
        needed: sonames of what it links to.
        glibc: the newest version of glibc whose symbols it uses; (0, 0) when it uses none.
    """

    soname: str
    needed: tuple[str, ...]
    glibc: tuple[int, int]


def parse_objdump(text: str) -> Needs:
    """The needs that ``objdump -p`` prints."""
    words = [line.split() for line in text.splitlines()]
    versions = [(int(major), int(minor)) for major, minor in _GLIBC.findall(text)]
    return Needs(
        soname=next((line[1] for line in words if len(line) == 2 and line[0] == "SONAME"), ""),  # noqa: PLR2004 - a pair
        needed=tuple(line[1] for line in words if len(line) == 2 and line[0] == "NEEDED"),  # noqa: PLR2004 - a pair
        glibc=max(versions, default=(0, 0)),
    )


def parse_loader_cache(text: str, architecture: str) -> dict[str, str]:
    """Sonames and paths from ``ldconfig -p``; the first of a name is what the loader takes."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _CACHE_LINE.match(line)
        if match and architecture in match[2]:
            found.setdefault(match[1], match[3])
    return found


def closure(
    wanted: Iterable[str], needs_of: Callable[[str], Iterable[str]], provided: Iterable[str]
) -> tuple[str, ...]:
    """Every soname that ``wanted`` comes to need, each after its own needs.

    Args:
        wanted: sonames to start from.
        needs_of: the sonames that one needs.
        provided: sonames that are there already; they and glibc's parts are left out.
    """
    done: dict[str, None] = {}
    present = {*provided, *GLIBC_PARTS}

    def visit(name: str) -> None:
        if name in present:
            return
        present.add(name)
        for need in needs_of(name):
            visit(need)
        done[name] = None

    for name in wanted:
        visit(name)
    return tuple(done)


def is_elf(path: Path) -> bool:
    """Whether a file is a binary of Linux."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def read_needs(path: Path) -> Needs:
    """What a binary needs.

    Raises:
        subprocess.CalledProcessError: it is none.
    """
    return parse_objdump(_output("objdump", "-p", str(path)))


def read_all_needs(folder: Path) -> Mapping[Path, Needs]:
    """The needs of every binary below a folder, in a stable order."""
    return {path: read_needs(path) for path in sorted(folder.rglob("*")) if is_elf(path)}


def loader_cache() -> dict[str, str]:
    """Where this machine's loader finds each soname."""
    return parse_loader_cache(_output("/sbin/ldconfig", "-p"), "x86-64" if _is_intel() else "AArch64")


def _is_intel() -> bool:
    return _output("uname", "-m").strip() == "x86_64"


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
