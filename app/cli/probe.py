"""Looks for what this machine has. Everything here may block for seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.playback.outputs import OutputPreference, driver_for

if TYPE_CHECKING:
    from app.playback.outputs.base import Device


def sound_devices() -> list[Device]:
    """Devices of the best sound interface that answers."""
    return driver_for(OutputPreference()).devices()


def has_sound(device: str = "") -> bool:
    """Whether there is anything to hear with; a named device counts as there, its absence is told by the player."""
    return bool(device) or bool(sound_devices())
