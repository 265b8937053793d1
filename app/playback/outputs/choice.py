"""Which interface plays: asked for by name, or the best one measured for the system that runs."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.playback.local_time import monotonic
from app.playback.outputs.base import OutputUnavailableError
from app.playback.outputs.null import NullDriver
from app.playback.outputs.portaudio import PortAudioDriver
from app.playback.outputs.pulse import PulseDriver
from app.playback.outputs.pulse_connection import PulseConnection
from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.playback.outputs.base import Device, Output, OutputClient, OutputDriver
    from server.protocol.units import LocalSec

logger = logging.getLogger(__name__)

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


class AutoDriver:
    """Finds out what runs, then opens the interface with the truest timing there, or the next best.

    Args:
        candidates: drivers for the running system, best first; looked up at each opening, because a sound server may
            have come or gone.
    """

    interface: Final = "auto"

    def __init__(self, candidates: Callable[[], Sequence[OutputDriver]]) -> None:
        self._candidates = candidates

    def open(self, client: OutputClient, device: str | None) -> Output:
        """See `OutputDriver.open`; the error is that of the best interface, whose names the devices have."""
        first: OutputUnavailableError | None = None
        for driver in self._candidates():
            try:
                return driver.open(client, device)
            except OutputUnavailableError as error:
                logger.info("%s does not open: %s", driver.interface, error)
                first = first or error
                if device is not None and not self.has(device):
                    break
        raise first or OutputUnavailableError(Said(what=Saying.NO_OUTPUT))

    def devices(self) -> list[Device]:
        """Those of the best interface that has any."""
        return next((found for driver in self._candidates() if (found := driver.devices())), [])

    def has(self, device: str) -> bool:
        """See `OutputDriver.has`."""
        return next((driver.has(device) for driver in self._candidates() if driver.devices()), False)


def driver_for(preference: OutputPreference, clock: Callable[[], LocalSec] = monotonic) -> OutputDriver:
    """The driver a person asked for.

    Raises:
        ValueError: the interface is not one of `INTERFACES`.
    """
    drivers: dict[str, OutputDriver] = {
        "auto": AutoDriver(lambda: candidates(clock=clock)),
        "pulse": PulseDriver(clock),
        "portaudio": PortAudioDriver(clock=clock),
        "null": NullDriver(clock),
    }
    if preference.interface not in drivers:
        raise ValueError(f"unknown output interface {preference.interface!r}; there are {', '.join(INTERFACES)}")
    return drivers[preference.interface]


def candidates(platform: str = sys.platform, clock: Callable[[], LocalSec] = monotonic) -> list[OutputDriver]:
    """Drivers for the running system, best first. Blocks while it asks."""
    if platform != "linux":
        return [PortAudioDriver(clock=clock)]
    # Through PipeWire's stand-in for PulseAudio reported times wander by milliseconds; its own ALSA device is exact.
    if "PipeWire" in _server_name():
        return [PortAudioDriver(("pipewire",), clock=clock), PulseDriver(clock), PortAudioDriver(clock=clock)]
    return [PulseDriver(clock), PortAudioDriver(clock=clock)]


def _server_name() -> str:
    try:
        connection = PulseConnection()
    except OutputUnavailableError:
        return ""
    try:
        return connection.server_name()
    finally:
        connection.close()
