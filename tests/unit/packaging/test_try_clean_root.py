from __future__ import annotations

import pytest

import try_clean_root


@pytest.mark.parametrize(
    "text",
    [
        "Types: deb\nURIs: somewhere/debian\n",
        "# deb elsewhere bookworm\ndeb [arch=amd64] somewhere/debian bookworm main\n",
    ],
)
def test_debian_comes_from_where_this_machine_gets_it(text: str) -> None:
    assert try_clean_root.mirror(["", text]) == "somewhere/debian"


def test_a_machine_without_lists_is_told_so() -> None:
    with pytest.raises(try_clean_root.TrialError):
        try_clean_root.mirror(["# nothing"])


def test_what_the_package_should_have_taken_away_is_seen_and_the_persons_own_is_not() -> None:
    paths = ["/usr/lib/unisono", "/home/guest/.config/unisono", "/var/log/apt/unisono", "/usr/bin/env"]
    assert try_clean_root.leftovers(paths) == ["/usr/lib/unisono"]
