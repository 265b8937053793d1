"""What a person can copy into a report of a fault: figures, never names, codes or addresses."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtGui import QGuiApplication

from server.protocol.version import PROTOCOL_VERSION, VERSION

if TYPE_CHECKING:
    from app.core.view import PartyView


def diagnostics(view: PartyView) -> str:
    """Lines of text, in English whatever the window speaks: they are for those who mend it."""
    sync = view.sync
    lines = [
        f"Unisono {VERSION}, protocol {PROTOCOL_VERSION}",
        (
            f"{platform.platform()}, Python {platform.python_version()}, PySide6 {pyside_version}"
            f" on {QGuiApplication.platformName()}"
        ),
        (
            f"phase {view.phase.value}, {'host' if view.is_host else 'guest'}, {len(view.members)} members,"
            f" {len(view.queue)} in the queue"
        ),
        (
            f"output {view.output_device or 'none'}, sound delay {view.output_offset_ms:+.0f} ms,"
            f" volume {view.volume:.2f}{', muted' if view.muted else ''}"
        ),
        f"synchronised {'yes' if view.synchronised else 'no'}",
    ]
    if sync is not None:
        lines.append(
            f"drift {sync.drift_ms:+.3f} ms ± {sync.uncertainty_ms:.3f}, round trip {sync.rtt_ms:.2f} ms,"
            f" clock offset {sync.offset_ms:+.2f} ms, correction {sync.rate_ppm:+.1f} ppm, last action {sync.action}"
        )
    for number, member in enumerate(view.members, 1):
        figure = "no figure" if member.drift_ms is None else f"drift {member.drift_ms:+.3f} ms"
        doubt = "" if member.uncertainty_ms is None else f" ± {member.uncertainty_ms:.3f}"
        here = "" if member.connected else ", away"
        me = " (me)" if member.is_self else ""
        lines.append(f"member {number}{me}: {member.track_state}, {figure}{doubt}{here}")
    if view.banner is not None:
        lines.append(f"banner {view.banner.kind.value}")
    return "\n".join(lines)
