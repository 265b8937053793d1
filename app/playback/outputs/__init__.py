"""Audio outputs that say when each frame is heard."""

from app.playback.outputs.base import Device, Output, OutputClient, OutputDriver, OutputUnavailableError
from app.playback.outputs.choice import INTERFACES, OutputPreference, driver_for

__all__ = [
    "INTERFACES",
    "Device",
    "Output",
    "OutputClient",
    "OutputDriver",
    "OutputPreference",
    "OutputUnavailableError",
    "driver_for",
]
