"""Audio outputs that say when each frame is heard."""

from app.playback.outputs.base import Device, Output, OutputClient, OutputDriver, OutputUnavailableError
from app.playback.outputs.choice import OutputPreference, drivers_for

__all__ = [
    "Device",
    "Output",
    "OutputClient",
    "OutputDriver",
    "OutputPreference",
    "OutputUnavailableError",
    "drivers_for",
]
