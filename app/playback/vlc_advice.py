"""How to install libVLC, for the person whose system lacks it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Shell command by distribution id, as in ``ID`` and ``ID_LIKE`` of /etc/os-release.
_COMMANDS: Final[Mapping[str, str]] = {
    "debian": "sudo apt-get install libvlc5 vlc-plugin-base",
    "ubuntu": "sudo apt-get install libvlc5 vlc-plugin-base",
    "fedora": "sudo dnf install vlc-libs vlc-plugins-base",
    "arch": "sudo pacman -S vlc",
    "suse": "sudo zypper install libvlc5 vlc-noX",
    "alpine": "sudo apk add vlc-libs",
}

_DOWNLOAD: Final = "https://www.videolan.org/vlc/"


def install_advice(platform: str, os_release: Mapping[str, str]) -> Said:
    """How to get libVLC.

    Args:
        platform: as ``sys.platform``.
        os_release: the fields of /etc/os-release; empty elsewhere.
    """
    if platform == "win32":
        return Said(what=Saying.INSTALL_VLC_WINDOWS, where=_DOWNLOAD, name="winget install VideoLAN.VLC")
    if platform == "darwin":
        return Said(what=Saying.INSTALL_VLC_MAC, where=_DOWNLOAD, name="brew install --cask vlc")
    for name in (os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()):
        # openSUSE says "opensuse-tumbleweed" and the like.
        command = _COMMANDS["suse"] if name.startswith("opensuse") else _COMMANDS.get(name)
        if command:
            return Said(what=Saying.INSTALL_VLC_COMMAND, name=command)
    return Said(what=Saying.INSTALL_VLC_ELSE, where=_DOWNLOAD)


def parse_os_release(text: str) -> dict[str, str]:
    """The fields of an os-release file, quotes removed (freedesktop.org, os-release)."""
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}
