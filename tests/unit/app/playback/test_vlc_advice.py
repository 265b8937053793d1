from __future__ import annotations

import pytest

from app.playback.vlc_advice import install_advice, parse_os_release
from app.said import english


@pytest.mark.parametrize(
    ("platform", "fields", "words"),
    [
        ("linux", {"ID": "debian"}, "apt-get install libvlc5"),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "apt-get install libvlc5"),
        ("linux", {"ID": "fedora"}, "dnf install vlc-libs"),
        ("linux", {"ID": "manjaro", "ID_LIKE": "arch"}, "pacman -S vlc"),
        ("linux", {"ID": "opensuse-tumbleweed"}, "zypper install"),
        ("linux", {}, "package manager"),
        ("win32", {}, "winget install VideoLAN.VLC"),
        ("darwin", {}, "brew install --cask vlc"),
    ],
)
def test_each_system_gets_its_own_advice(platform: str, fields: dict[str, str], words: str) -> None:
    advice = english(install_advice(platform, fields))
    assert words in advice
    assert advice.endswith("then try again.")


def test_os_release_is_read_with_and_without_quotes() -> None:
    text = '# comment=1\nID=debian\nID_LIKE="ubuntu debian"\n\nnonsense\n'
    assert parse_os_release(text) == {"ID": "debian", "ID_LIKE": "ubuntu debian"}
