"""The other sound server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.pipewire import PipeWireServer, alsa_plugin, pipewire_is_installed

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def pipewire_server() -> Iterator[PipeWireServer]:
    """A private PipeWire with the loudspeakers ``left`` and ``right`` and its own ALSA device."""
    if not pipewire_is_installed():
        pytest.skip("PipeWire is not installed (Debian: pipewire, wireplumber, pipewire-pulse, dbus)")
    if alsa_plugin() is None:
        pytest.skip("ALSA's door to PipeWire is not here: python3 dev.py setup unpacks pipewire-alsa into .dev")
    with PipeWireServer() as server:
        yield server
