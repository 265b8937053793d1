from __future__ import annotations

import pytest

from recipes import product
from server.protocol.version import VERSION


def test_the_version_is_the_protocols() -> None:
    assert product.version() == VERSION


def test_a_version_file_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="does not say VERSION"):
        product.read_version("PROTOCOL_VERSION = 1\n")


def test_a_given_date_is_the_builds_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234")
    assert product.source_date() == 1234


def test_every_suffix_belongs_to_one_kind_of_music() -> None:
    suffixes = [suffix for kind in product.KINDS for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower().lstrip(".") for suffix in suffixes)
