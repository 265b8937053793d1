"""The values of settings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale

from app.ui.theme.resources import resource_path
from app.ui.words import mark_text, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.playback.outputs import Device

_GIGA: Final = 1 << 30
_LIMITS_MB: Final = (512, 1024, 2048, 5120, 10240, 20480)


def outputs() -> list[tuple[str, str]]:
    """Sound interfaces."""
    return [
        ("auto", QCoreApplication.translate("settings", "Automatic")),
        ("pulse", QCoreApplication.translate("settings", "PulseAudio or PipeWire")),
        ("portaudio", QCoreApplication.translate("settings", "The system, directly")),
        ("vlc", QCoreApplication.translate("settings", "libVLC (less exact)")),
        ("null", QCoreApplication.translate("settings", "Silence")),
    ]


def profiles() -> list[tuple[str, str]]:
    """Sync profiles."""
    return [
        ("auto", QCoreApplication.translate("settings", "Automatic")),
        ("lan", QCoreApplication.translate("settings", "One room")),
        ("default", QCoreApplication.translate("settings", "Normal")),
        ("internet", QCoreApplication.translate("settings", "Across the internet")),
        ("mobile", QCoreApplication.translate("settings", "Mobile phone network")),
    ]


def appearances() -> list[tuple[str, str]]:
    """Looks."""
    return [
        ("system", QCoreApplication.translate("settings", "Like the system")),
        ("dark", QCoreApplication.translate("settings", "Dark")),
        ("light", QCoreApplication.translate("settings", "Light")),
    ]


def languages() -> list[tuple[str, str]]:
    """The languages that there is a catalogue for, each in its own words."""
    codes = ["en", *sorted(path.stem.partition("_")[2] for path in resource_path("translations").glob("unisono_*.qm"))]
    named = [(code, QLocale(code).nativeLanguageName().partition(" ")[0].capitalize()) for code in codes]
    # What English is called differs from country to country; the language does not.
    named[0] = ("en", "English")
    return [("", QCoreApplication.translate("settings", "Like the system")), *named]


def cache_limits(present_mb: int) -> list[tuple[int, str]]:
    """Sizes to choose from, the present one among them."""
    return [(mb, _size(mb << 20)) for mb in sorted({*_LIMITS_MB, present_mb})]


def cache_text(used: int | None, folder: Path) -> str:
    """What decoded music takes and where."""
    if used is None:
        return QCoreApplication.translate("settings", "Kept in {0}").format(folder)
    return QCoreApplication.translate("settings", "{0} used, in {1}").format(_size(used), folder)


def device_choices(devices: Sequence[Device], chosen: str) -> list[tuple[str, str]]:
    """What there is to play on, the chosen one among them."""
    found = [("", QCoreApplication.translate("settings", "As the system has it"))]
    found += [(device.name, device.title) for device in devices]
    if chosen not in [name for name, _ in found]:
        found.append((chosen, QCoreApplication.translate("settings", "{0} (not there now)").format(chosen)))
    return found


def devices_text(devices: Sequence[Device] | None) -> str:
    """What was found to play on."""
    if devices is None:
        return QCoreApplication.translate("settings", "Looking…")
    if not devices:
        return QCoreApplication.translate("settings", "None found. Connect a loudspeaker, then look again.")
    default = next((device.title for device in devices if device.is_default), devices[0].title)
    return QCoreApplication.translate("settings", "The system plays on: {0}").format(default)


def _size(size: int) -> str:
    if size >= _GIGA:
        return f"{mark_text(round(size / _GIGA, 1))} GB"
    return f"{number(size / (1 << 20), 0)} MB"
