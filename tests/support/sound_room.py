"""What every private sound server of the tests has: one sound card with four channels, loudspeakers on it, a recorder.

All loudspeakers are heard through one card and recorded by its one clock, so the difference between them is what a
person between them would hear.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

RATE: Final = 48_000
#: The card's channels, in the order in which they are recorded.
CHANNEL_MAP: Final = ("front-left", "front-right", "rear-left", "rear-right")
CHANNELS: Final = len(CHANNEL_MAP)
#: The two stereo loudspeakers that are always there.
SINKS: Final = ("left", "right")
PAIRS: Final = {"left": CHANNEL_MAP[:2], "right": CHANNEL_MAP[2:]}
#: On PipeWire too, by its PulseAudio door: where the machine was busy, its own recorder lost 43 ms now and then.
_RECORDER: Final = (
    *("parec", "--raw", "--device=room.monitor", "--format=s16le", f"--rate={RATE}", f"--channels={CHANNELS}"),
    # Without an explicit map it remixes the four channels.
    *(f"--channel-map={','.join(CHANNEL_MAP)}", "--latency-msec=50"),
)
START_TIMEOUT_SEC: Final = 20.0
_BEGUN_SEC: Final = 0.2
#: As a desktop's sound server runs; where that is not allowed nice says so and goes on.
_URGENTLY: Final = ("nice", "-n", "-15")
#: Where a process would find other sound servers and devices.
_FOREIGN: Final = ("PULSE_SINK", "PULSE_SOURCE", "PULSE_COOKIE", "PIPEWIRE_NODE", "PIPEWIRE_REMOTE")


class SoundRoom(ABC):
    """A sound server in a folder of its own, apart from whatever the machine runs; a context manager.

    It answers to ``pactl``, its card is called ``room``, and ``left`` and ``right`` are loudspeakers on it.

    Args:
        prefix: of the folder's name. A Unix socket's name has 108 bytes at most, so the folder has a short one.
    """

    def __init__(self, prefix: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=prefix))
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def env(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment in which a child process finds this server, and no other one."""
        env = dict(os.environ if base is None else base)
        for name in _FOREIGN:
            env.pop(name, None)
        return env | {"XDG_RUNTIME_DIR": str(self._folder)} | self._addresses()

    def pactl(self, *arguments: str, check: bool = True) -> str:
        """What ``pactl`` prints; raises when it fails, unless that is no news."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.env(),
            capture_output=True,
            text=True,
            check=check,
            timeout=START_TIMEOUT_SEC,
        )
        return done.stdout

    @contextlib.contextmanager
    def loudspeaker(self, name: str, channels: Sequence[str]) -> Iterator[str]:
        """One more loudspeaker, mono or stereo, on some of `CHANNEL_MAP`; yields the number of its module.

        It may be pulled out in the meantime.
        """
        number = self.pactl("load-module", "module-remap-sink", *remap(name, channels)).strip()
        self.wait_until(lambda: self.has(name), f"the loudspeaker {name}")
        try:
            yield number
        finally:
            if any(line.startswith(f"{number}\t") for line in self.pactl("list", "short", "modules").splitlines()):
                self.pactl("unload-module", number)

    def has(self, *sinks: str) -> bool:
        """Whether it has these sinks by now."""
        there = self.pactl("list", "short", "sinks", check=False)
        return all(f"\t{sink}\t" in there for sink in sinks)

    def record(self, path: Path) -> Recording:
        """Begin to record the room."""
        return Recording(self.env(), path)

    def close(self) -> None:
        """End the daemons, newest first, and forget their folder."""
        while self._children:
            end(self._children.pop())
        shutil.rmtree(self._folder, ignore_errors=True)

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Return as soon as a condition holds; the error shows what the daemons wrote."""
        deadline = time.monotonic() + START_TIMEOUT_SEC
        while not condition():
            if time.monotonic() > deadline or any(child.poll() is not None for child in self._children):
                logs = "\n".join(log.read_text(errors="replace") for log in self._folder.glob("*.log"))
                raise RuntimeError(f"did not come: {what}: {logs}")
            time.sleep(0.05)

    def _spawn(self, *command: str, urgent: bool = False) -> None:
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            prefix = _URGENTLY if urgent else ()
            self._children.append(subprocess.Popen((*prefix, *command), env=self.env(), stdout=log, stderr=log))

    @abstractmethod
    def _start(self) -> None:
        """Start the daemons and furnish the room."""

    @abstractmethod
    def _addresses(self) -> dict[str, str]:
        """What leads a process to this server."""


class Recording:
    """What was heard in the room from now until `stop`, in a file: `CHANNELS` of 16-bit samples, without a header.

    A recorder may begin some seconds late on an idle card, see `begun`: a recording tells differences between
    loudspeakers, not when it began.
    """

    def __init__(self, env: Mapping[str, str], path: Path) -> None:
        self.path = path
        with path.open("wb") as output, path.with_suffix(".log").open("wb") as log:
            # A recorder that comes too late loses what all loudspeakers played.
            self._recorder = subprocess.Popen((*_URGENTLY, *_RECORDER), env=env, stdout=output, stderr=log)

    async def begun(self) -> None:
        """Return once it records, which an idle card delays."""
        async with asyncio.timeout(START_TIMEOUT_SEC):
            while self.seconds() < _BEGUN_SEC:  # noqa: ASYNC110 - a file tells nobody that it grew
                await asyncio.sleep(0.05)

    def seconds(self) -> float:
        """How much is recorded by now."""
        return self.path.stat().st_size / (RATE * CHANNELS * 2)

    def stop(self) -> Path:
        """End the recording; returns its file."""
        end(self._recorder)
        return self.path


def remap(name: str, channels: Sequence[str]) -> tuple[str, ...]:
    """How ``module-remap-sink`` is told to be a loudspeaker on some channels of the room."""
    own = "mono" if len(channels) == 1 else "front-left,front-right"
    return (
        *(f"sink_name={name}", "master=room", "remix=no", f"channels={len(channels)}"),
        *(f"channel_map={own}", f"master_channel_map={','.join(channels)}"),
    )


def end(process: subprocess.Popen[bytes], patience_sec: float = 5.0) -> None:
    """End a child process, politely first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience_sec)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
