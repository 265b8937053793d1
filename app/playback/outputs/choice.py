"""Which interface plays: asked for by name, or the best one measured for the system that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.playback.outputs.null import NullDriver
from app.playback.outputs.pulse import PulseDriver

if TYPE_CHECKING:
    from app.playback.outputs.base import OutputDriver

INTERFACES: Final = ("auto", "pulse", "portaudio", "null")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputPreference:
    """What a person asked for.

    Attributes:
        interface: one of `INTERFACES`.
        device: its lasting name; None follows the system's default.
    """

    interface: str = "auto"
    device: str | None = None


def drivers_for(preference: OutputPreference) -> list[OutputDriver]:
    """Drivers to try, best first.

    Raises:
        ValueError: the interface is not one of `INTERFACES`.
    """
    if preference.interface not in INTERFACES:
        raise ValueError(f"unknown output interface {preference.interface!r}; there are {', '.join(INTERFACES)}")
    if preference.interface == "null":
        return [NullDriver()]
    return [PulseDriver()]
