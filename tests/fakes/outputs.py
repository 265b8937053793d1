"""Outputs that ask for nothing, on devices that come and go as the test says."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from app.playback.outputs import Device, OutputUnavailableError
from app.said import Said, Saying

if TYPE_CHECKING:
    from app.playback.outputs import Output, OutputClient

PATIENCE_SEC = 10


class SilentOutput:
    """An output that breaks or moves when told to, through its client."""

    interface = "silent"

    def __init__(self, client: OutputClient, device: str) -> None:
        self.client = client
        self.device = device
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()

    def move(self, device: str) -> None:
        """As a sound server does, which plays it elsewhere."""
        self.device = device
        self.client.moved(device)


class SilentDriver:
    """Opens what is there, when it is allowed to.

    Args:
        present: the devices; the first one is the default.
    """

    interface = "silent"

    def __init__(self, *present: str) -> None:
        self.present = list(present)
        self.asked = threading.Event()
        self.allowed = threading.Event()
        self.allowed.set()
        self.opened: list[SilentOutput] = []

    def open(self, client: OutputClient, device: str | None) -> Output:
        self.asked.set()
        self.allowed.wait(PATIENCE_SEC)
        wanted = device or next(iter(self.present), "anything")
        if wanted not in self.present:
            raise OutputUnavailableError(Said(what=Saying.OUTPUT_GONE, name=wanted))
        self.opened.append(SilentOutput(client, wanted))
        return self.opened[-1]

    def devices(self) -> list[Device]:
        return [Device(interface=self.interface, name=name, title=name) for name in self.present]

    def has(self, device: str) -> bool:
        return device in self.present
