"""ICU's data, reduced to what Qt asks it for: sorting and the properties of letters.

Qt brings its own dates, numbers and languages; of ICU's 32 MB it reaches little more than collation. The rest are
names of time zones, currencies, places and units in 700 locales, dictionaries and converters of old encodings. Pure
but for `reduce`.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MAGIC: Final = b"\xda\x27"
_FORMAT: Final = b"CmnD"
_ALIGN: Final = 16
#: Of the items at the top: everything that belongs to no locale. Locales are named by two or three small letters.
_LOCALE: Final = re.compile(r"^[a-z]{2,3}(_[A-Za-z0-9]+)*\.res$")
_TREES_OUT: Final = frozenset({"brkitr", "curr", "lang", "rbnf", "region", "translit", "unit", "zone"})
_LIBRARY: Final = re.compile(r"^libicudata\.so\.(\d+)$")


class DataError(ValueError):
    """The bytes are no ICU data package of the kind that is known here."""


def keep(name: str) -> bool:
    """Whether an item stays; ``name`` is without the package's own prefix, as in ``coll/root.res``."""
    tree, _, rest = name.rpartition("/")
    if tree.partition("/")[0] in _TREES_OUT or rest.endswith(".cnv"):
        return False
    return tree != "" or not _LOCALE.match(rest) or rest.startswith("en.")


def filtered(data: bytes, wanted: Callable[[str], bool]) -> bytes:
    """A data package with only the items that are wanted, in the same order and form.

    Raises:
        DataError: ``data`` is none.
    """
    if data[2:4] != _MAGIC or data[12:16] != _FORMAT:
        raise DataError("no ICU data package")
    (start,) = struct.unpack_from("<H", data)
    (count,) = struct.unpack_from("<I", data, start)
    entries = [struct.unpack_from("<II", data, start + 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(data) - start]
    items = [
        (data[start + name : data.index(b"\0", start + name)], data[start + begin : start + end])
        for (name, begin), end in zip(entries, ends, strict=True)
    ]
    return data[:start] + _packed([item for item in items if wanted(item[0].decode("ascii").partition("/")[2])])


def _packed(items: list[tuple[bytes, bytes]]) -> bytes:
    """The table of contents, the names and the items themselves; offsets count from the table's start."""
    names = b"".join(name + b"\0" for name, _ in items)
    table_size = 4 + 8 * len(items)
    position = _aligned(table_size + len(names))
    table, body, at_name = [struct.pack("<I", len(items))], [], table_size
    for name, content in items:
        table.append(struct.pack("<II", at_name, position))
        padded = content.ljust(_aligned(len(content)), b"\0")
        body.append(padded)
        at_name += len(name) + 1
        position += len(padded)
    head = b"".join(table) + names
    return head.ljust(_aligned(len(head)), b"\0") + b"".join(body)


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN


def reduce(folder: Path, work: Path) -> int:
    """Replace Qt's data library in ``folder`` by one with less in it; returns the bytes saved.

    Does nothing where there is no such library, or no C compiler to make one with.

    Raises:
        DataError: the library holds something else than expected.
    """
    found = [path for path in folder.glob("libicudata.so.*") if _LIBRARY.match(path.name)]
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not found or compiler is None:
        return 0
    library, size = found[0], found[0].stat().st_size
    whole = library.read_bytes()
    begin = whole.find(_FORMAT) - 12
    if begin < 0:
        raise DataError(f"{library.name} holds no data package")
    version = library.name.rpartition(".")[2]
    work.mkdir(parents=True, exist_ok=True)
    data = work / "icu.dat"
    data.write_bytes(filtered(whole[begin : begin + _length(library, version)], keep))
    source = work / "icu.s"
    source.write_text(_assembly(f"icudt{version}_dat", data), encoding="utf-8")
    command = (compiler, "-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-Wl,--build-id=none")
    subprocess.run((*command, "-o", str(library), str(source)), check=True)
    return size - library.stat().st_size


def _length(library: Path, version: str) -> int:
    """How long the package is, by the symbol that names it."""
    command = ("readelf", "--dyn-syms", "--wide", str(library))
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        words = line.split()
        if words and words[-1] == f"icudt{version}_dat":
            return int(words[2], 0)
    raise DataError(f"{library.name} names no data package")


def _assembly(symbol: str, data: Path) -> str:
    return (
        f".section .rodata\n.globl {symbol}\n.type {symbol}, %object\n.balign {_ALIGN}\n{symbol}:\n"
        f'.incbin "{data}"\n.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",%progbits\n'
    )
