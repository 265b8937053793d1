from __future__ import annotations

from recipes import tools


def test_a_machine_with_everything_misses_nothing() -> None:
    assert tools.missing(lambda name: f"/usr/bin/{name}", lambda _path: True) == []


def test_missing_programs_are_named_by_their_packages() -> None:
    there = {"make", "dpkg-deb", "unshare", "dpkg-source"}
    found = tools.missing(lambda name: name if name in there else None, lambda _path: False)
    assert found == ["binutils", "gcc", "libc6-dev"]
