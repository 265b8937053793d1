"""Whether there is a screen to show a window on: asked before Qt, which aborts the process where there is none."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ADVICE: Final = "Start Unisono on a desktop, or use --headless with host or join."


def why_no_display(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> str:
    """A sentence that says what to do; empty where a window can be shown, as far as can be told."""
    env = os.environ if environment is None else environment
    if platform != "linux" or env.get("WAYLAND_DISPLAY") or env.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return ""
    display = env.get("DISPLAY", "")
    if not display:
        return f"There is no display here. {_ADVICE}"
    return "" if _answers(display) else f"The display {display} cannot be reached. {_ADVICE}"


def _answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt brings its own or says what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    for name in ("xcb_connection_has_error", "xcb_disconnect"):
        getattr(xcb, name).argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
