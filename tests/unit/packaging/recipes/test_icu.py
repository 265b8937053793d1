from __future__ import annotations

import struct

import pytest

from recipes import icu

HEADER = struct.pack("<H2s", 32, b"\xda\x27") + bytes(8) + b"CmnD" + bytes(16)


def package(items: dict[str, bytes]) -> bytes:
    """A data package as ICU's tools lay it out."""
    names = [f"icudt73l/{name}".encode() + b"\0" for name in items]
    table = 4 + 8 * len(items)
    at_name, at_item = table, -(-(table + sum(map(len, names))) // 16) * 16
    entries, body = b"", b""
    for name, content in zip(names, items.values(), strict=True):
        entries += struct.pack("<II", at_name, at_item)
        padded = content.ljust(-(-len(content) // 16) * 16, b"\0")
        at_name, at_item, body = at_name + len(name), at_item + len(padded), body + padded
    head = struct.pack("<I", len(items)) + entries + b"".join(names)
    return HEADER + head.ljust(-(-len(head) // 16) * 16, b"\0") + body


def test_only_what_is_wanted_stays_whole() -> None:
    items = {"coll/root.res": b"sorting", "curr/de.res": b"money" * 9, "uts46.nrm": b"letters" * 5}
    kept = {name: content for name, content in items.items() if not name.startswith("curr/")}
    assert icu.filtered(package(items), lambda name: not name.startswith("curr/")) == package(kept)


def test_something_else_is_refused() -> None:
    with pytest.raises(icu.DataError):
        icu.filtered(bytes(64), lambda _name: True)


@pytest.mark.parametrize(
    "name", ["coll/root.res", "coll/sv.res", "pool.res", "uprops.icu", "nfc.nrm", "en.res", "zoneinfo64.res"]
)
def test_sorting_and_letters_stay(name: str) -> None:
    assert icu.keep(name)


@pytest.mark.parametrize(
    "name", ["curr/de.res", "zone/tzdbNames.res", "brkitr/thaidict.dict", "de_AT.res", "ibm-1047.cnv"]
)
def test_names_of_places_and_money_go(name: str) -> None:
    assert not icu.keep(name)
