"""How child processes of our own are started, from a source tree, an installation or a frozen bundle.

Those that speak in lines also write a log into a folder, where the reason of a crash stands.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

DECODE_WORKER: Final = "decode-worker"
SPEAKER_WORKER: Final = "speaker-worker"
_LOG_NAME: Final = "worker.log"
_LOG_BYTES: Final = 4000
#: Hidden words of the frozen executable's command line, and the modules whose ``main`` they mean.
WORKERS: Final = {
    DECODE_WORKER: "app.playback.decode_worker",
    SPEAKER_WORKER: "app.playback.speaker_worker",
}


def worker_command(name: str) -> list[str]:
    """The command of a worker: the frozen executable with a hidden word, or a module under this interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, name]
    return [sys.executable, "-m", WORKERS[name]]


def worker_environment() -> dict[str, str]:
    """Our environment, in which a child finds this very program whatever folder it starts in."""
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        root = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    return environment


def creation_flags(*, urgent: bool) -> int:
    """On Windows no console window, and low priority for what is not urgent; elsewhere nothing."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | (0 if urgent else subprocess.BELOW_NORMAL_PRIORITY_CLASS)
    return 0


def start_worker(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """Start a process that is told and tells in lines, and lives until its standard input ends; raises `OSError`."""
    with (folder / _LOG_NAME).open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            errors="replace",
            env=worker_environment(),
            creationflags=creation_flags(urgent=False),
        )


def last_words(folder: Path) -> str:
    """The end of what the process that was started with this folder wrote into its log."""
    try:
        text = (folder / _LOG_NAME).read_bytes()[-_LOG_BYTES:]
    except OSError:
        return ""
    return text.decode("utf-8", "replace").strip()
