"""A virtual X display, so that windows are real and nobody sees them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final, Self

from tests.support.sound_room import end

if TYPE_CHECKING:
    from types import TracebackType

SCREEN: Final = "1600x1000x24"


def xvfb_is_installed() -> bool:
    """Whether this machine can run a `Display`."""
    return shutil.which("Xvfb") is not None


class Display:
    """An Xvfb server at a display number that was free; use it as a context manager.

    Attributes:
        name: for ``DISPLAY``, such as ``:99``.
    """

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self.name = ""

    def __enter__(self) -> Self:
        read_end, write_end = os.pipe()
        # The server picks a free number and writes it once it accepts clients: nothing to guess, nothing to poll.
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
            pass_fds=(write_end,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end) as numbers:
            number = numbers.readline().strip()
        if not number:
            end(self._server)
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._server is not None:
            end(self._server)
