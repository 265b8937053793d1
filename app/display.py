"""Whether there is a screen to show a window on: asked before Qt, which aborts the process where there is none."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Mapping


def why_no_display(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Said | None:
    """What to do about it; None where a window can be shown, as far as can be told."""
    env = os.environ if environment is None else environment
    if platform != "linux" or env.get("WAYLAND_DISPLAY") or env.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return None
    display = env.get("DISPLAY", "")
    if not display:
        return Said(what=Saying.NO_DISPLAY)
    return None if _answers(display) else Said(what=Saying.DISPLAY_UNREACHABLE, where=display)


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
