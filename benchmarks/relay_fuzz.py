"""Throws wrong frames and requests at a relay and watches that nobody else notices.

    python -m benchmarks.relay_fuzz                  # 100,000 frames, some two minutes
    python -m benchmarks.relay_fuzz --frames 5000

Random, mutated, oversized, out-of-order and wrongly typed frames and HTTP requests, from a seed that is printed and
from four addresses of this machine. Meanwhile a quiet party of ten plays and seeks from a fifth. Says whether the relay
lived, wrote a traceback, grew, or was late for the quiet party.

Two figures for each seek of the quiet party. *Heard* is what a member sees: from the write of HOST_SEEK until the last
of ten has read PREPARE_PLAY. *Decided* is the relay's part of it: until it has set the start, which PREPARE_PLAY tells
in server time. Attackers and the quiet party's own program run on the relay's machine, as they hardly ever do in life;
so that the figures are the relay's and not the system scheduler's, the attackers run only when nothing else wants to
(SCHED_IDLE), relay and quiet party before everything else where the system allows it (SCHED_FIFO, for root), and the
relay has the first processor to itself where there are two. The flood is as wide as the relay lets it be all the same:
it fills what is left of the processors. Without SCHED_FIFO, on a machine that is busy with other things, the figures
tell of those.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from server.protocol.codec import MAX_CLIENT_FRAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parent.parent
#: Every address of 127.0.0.0/8 is this machine's own.
ATTACKERS = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
#: One lead time for all, so that a start says when it was decided.
LEAD_MS = 1200

#: Honest frames, to be mutated: what is nearly right goes deeper than noise.
HONEST: tuple[dict[str, Any], ...] = (
    {"t": "TIME_PING", "clientNowMs": 1.5, "pingId": 1},
    {"t": "CREATE", "name": "Ada", "capabilities": ["scheduled"], "protocol": 1, "pin": "1"},
    {"t": "JOIN", "code": "ACDEFG", "name": "Bob", "memberToken": "x", "hostToken": "y"},
    {"t": "LEAVE"},
    {"t": "END_PARTY", "reason": "x"},
    {"t": "KICK", "targetId": "x"},
    {"t": "HOST_TRANSFER", "targetId": "x"},
    {"t": "HOST_PLAY", "trackUrl": "https://example.org/a.mp3", "positionSec": 1, "durationMs": 5000},
    {"t": "HOST_PLAY", "itemId": "x"},
    {"t": "HOST_PAUSE"},
    {"t": "HOST_STOP"},
    {"t": "HOST_SEEK", "positionSec": 3},
    {"t": "HOST_NEXT"},
    {"t": "HOST_PREVIOUS"},
    {"t": "HOST_START_NOW"},
    {"t": "QUEUE_ADD", "items": [{"trackUrl": "https://example.org/b.mp3", "title": "x"}], "beforeItemId": "x"},
    {"t": "QUEUE_REMOVE", "itemIds": ["x"]},
    {"t": "QUEUE_MOVE", "itemId": "x", "beforeItemId": "y"},
    {"t": "QUEUE_CLEAR"},
    {"t": "REQUEST_SYNC_STATE"},
    {"t": "TRACK_STATUS", "trackId": "x", "state": "ready", "progress": 1, "frames": 1, "rate": 48000},
    {"t": "SYNC_REPORT", "driftMs": 1, "uncertaintyMs": 1, "rttMs": 1},
)
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 1e308, float("nan"), 2**63, "", "x" * 5000, [], {}, [[]], {"t": 1}, "\u202e\x00\ud7ff"),
    *("javascript:alert(1)", "file:///etc/passwd", "../../etc/passwd", "'; DROP TABLE parties; --", "💥" * 40),
)
PATHS = (
    *("/", "/ws", "/api/track/../../../etc/passwd", "/api/track/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/api/track/x%00y"),
    *("/api/party-state?code=%00", "/api/party-state?code=" + "A" * 5000, "/join/<script>", "/api/upload-track"),
    *("/api/track-by-hash/" + "z" * 64, "/metrics?x=1", "/health/../ws", "//evil", "/%ff%fe", "*"),
)


#: Between two seeks: inside what one connection may ask.
PACE_SEC = 0.05


@dataclass
class Waits:
    """Milliseconds from each seek's write: until the last member had read of it, and until the relay had decided."""

    heard: list[float] = field(default_factory=list)
    decided: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return " and ".join(
            f"{name} p50 {at(values, 0.5):.1f} p99 {at(values, 0.99):.1f} max {at(values, 1.0):.1f} ms"
            for name, values in (("heard", self.heard), ("decided", self.decided))
        )


@dataclass
class Outcome:
    """What was seen."""

    frames: int = 0
    requests: int = 0
    quiet: Waits = field(default_factory=Waits)
    busy: Waits = field(default_factory=Waits)
    memory_kb: list[int] = field(default_factory=list)
    tracebacks: int = 0
    alive: bool = False


def at(values: list[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[int(share * (len(values) - 1))] if values else float("nan")


def _seeded(seed: float) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable, not secret


def wrong_frame(rng: random.Random) -> str | bytes:  # noqa: PLR0911 - one a kind
    """One frame that no honest member sends."""
    kind = rng.randrange(8)
    if kind == 0:
        return rng.randbytes(rng.randrange(200))
    if kind == 1:
        return "".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x80, 0xD7FF)))) for _ in range(60))
    frame = dict(rng.choice(HONEST))
    if kind == 2:
        return json.dumps(frame)
    if kind == 3:
        text = json.dumps(frame)
        return text[: rng.randrange(len(text))]
    if kind == 4 and rng.random() < 0.01:
        return "x" * (MAX_CLIENT_FRAME + 1)
    if kind == 5:
        return "[" * rng.randrange(1, 3000)
    for _ in range(rng.randrange(1, 4)):
        frame[rng.choice([*frame, "extra"])] = rng.choice(WRONG)
    return json.dumps(frame)


async def attack(url: str, rng: random.Random, frames: int, outcome: Outcome, address: str) -> None:
    """One hostile member after another until the frames are spent."""
    connector = aiohttp.TCPConnector(local_addr=(address, 0))
    async with aiohttp.ClientSession(connector=connector) as session:
        while frames > 0:
            burst = min(frames, rng.randrange(1, 260))
            frames -= burst
            with contextlib.suppress(aiohttp.ClientError, ConnectionError, OSError):
                async with session.ws_connect(f"{url}/ws") as socket:
                    if rng.random() < 0.7:
                        await socket.send_str(json.dumps({"t": "CREATE", "name": "Eve"}))
                    reader = asyncio.get_running_loop().create_task(_read(socket))  # this script's own
                    for _ in range(burst):
                        frame = wrong_frame(rng)
                        if rng.random() < 0.05:
                            await socket.ping(b"x")
                        elif isinstance(frame, bytes):
                            await socket.send_bytes(frame)
                        else:
                            await socket.send_str(frame)
                    reader.cancel()
            outcome.frames += burst


async def _read(socket: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in socket:
        pass


async def request_nonsense(port: int, rng: random.Random, count: int, outcome: Outcome) -> None:
    """Raw HTTP that no client library would send."""
    for _ in range(count):
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(rng.choice(ATTACKERS), 0))
            method = rng.choice(("GET", "POST", "HEAD", "OPTIONS", "BREW", "\x00"))
            headers = rng.choice(
                (
                    "Host: x\r\n",
                    "Host: x\r\nContent-Length: -5\r\n",
                    "Host: x\r\nRange: bytes=9-1,,\r\n",
                    "X" * 9000,
                    "",
                )
            )
            body = rng.choice((b"", rng.randbytes(500), b"0\r\n\r\n"))
            writer.write(f"{method} {rng.choice(PATHS)} HTTP/1.1\r\n{headers}\r\n".encode() + body)
            async with asyncio.timeout(0.05):
                await reader.read(4096)
            writer.close()
        outcome.requests += 1


def hostile(port: int, seed: float, frames: int) -> tuple[int, int]:
    """One wave, in a process of its own so that the quiet party's clocks are not ours; frames and requests sent."""
    yield_to_others()
    return asyncio.run(_wave(port, _seeded(seed), frames))


async def _wave(port: int, rng: random.Random, frames: int) -> tuple[int, int]:
    outcome = Outcome()
    async with asyncio.timeout(120):
        await asyncio.gather(
            *(
                attack(f"http://127.0.0.1:{port}", _seeded(rng.random()), frames // 16, outcome, ATTACKERS[i % 4])
                for i in range(16)
            ),
            request_nonsense(port, _seeded(rng.random()), frames // 50, outcome),
        )
    return outcome.frames, outcome.requests


def yield_to_others() -> None:
    """Run only when nobody else wants to."""
    if hasattr(os, "sched_setscheduler"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice") and os.nice(0) == 0:
        os.nice(10)


def go_before_others() -> bool:
    """Run before everything else on this machine, and so does the relay, which is started from here; False if not."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except (AttributeError, PermissionError):
        return False
    return True


def use_processors(*, of_the_relay: bool) -> None:
    """The relay has the first processor for itself, where there are more."""
    if hasattr(os, "sched_setaffinity") and (count := os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0} if of_the_relay else set(range(1, count)))


class QuietParty:
    """Ten honest members whose host seeks; measures when the last of them knows."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session
        self._members: list[aiohttp.ClientWebSocketResponse] = []
        self._ahead = 0.0  # server time, less this process's clock, ms

    async def open(self) -> None:
        """Create, join, play."""
        self._members = [await self._session.ws_connect(f"{self._url}/ws") for _ in range(10)]
        host = self._members[0]
        await host.send_json({"t": "CREATE", "name": "Ada"})
        code = (await self._expect(host, "CREATED"))["code"]
        for member in self._members[1:]:
            await member.send_json({"t": "JOIN", "code": code, "name": "Bob"})
        await host.send_json({"t": "HOST_PLAY", "trackUrl": "https://example.org/a.mp3", "durationMs": 3_600_000})
        for member in self._members:
            await self._expect(member, "PLAY_AT")
        self._ahead = min([await self._ping(host) for _ in range(10)])

    async def seek(self, position: float, waits: Waits) -> None:
        """Ask for it, and wait until all ten have read PREPARE_PLAY."""
        started = time.monotonic() * 1000
        await self._members[0].send_json({"t": "HOST_SEEK", "positionSec": position})
        for member in self._members:
            prepare = await self._expect(member, "PREPARE_PLAY", position)
        waits.heard.append(time.monotonic() * 1000 - started)
        waits.decided.append(prepare["startAtServerMs"] - LEAD_MS - self._ahead - started)
        await asyncio.sleep(PACE_SEC)

    async def _ping(self, member: aiohttp.ClientWebSocketResponse) -> float:
        # Both sides read one monotonic clock, so the fastest way there shows what the relay's adds to it.
        sent = time.monotonic() * 1000
        await member.send_json({"t": "TIME_PING", "clientNowMs": 0, "pingId": 1})
        pong = await self._expect(member, "TIME_PONG")
        return float(pong["serverReceivedMs"] - sent)

    async def _expect(
        self, member: aiohttp.ClientWebSocketResponse, kind: str, position: float | None = None
    ) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while True:
                message: dict[str, Any] = await member.receive_json()
                if message["t"] == kind and position in {None, message.get("startPositionSec")}:
                    return message


@contextlib.asynccontextmanager
async def relay(folder: str) -> AsyncIterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """A relay whose log goes to a file."""
    log = Path(folder) / "log"
    many = ("--joins-per-minute", "1000000", "--creates-per-minute", "1000000", "--wrong-per-minute", "1000000")
    brief = ("--seat-grace-sec", "1", "--host-grace-sec", "1", "--empty-grace-sec", "1", "--max-parties", "1000000")
    leads = (f"--lead-{which}ms" for which in ("", "min-", "max-"))
    lead = [part for flag in leads for part in (flag, str(LEAD_MS))]
    here = ("--host", "127.0.0.1", "--port", "0", "--data-dir", folder)
    command = [sys.executable, "-m", "server", *here, *many, *brief, *lead]
    with (
        log.open("wb") as file,
        subprocess.Popen(  # noqa: ASYNC220 - before anything runs
            command,
            stdout=subprocess.PIPE,
            stderr=file,
            cwd=ROOT,
            preexec_fn=lambda: use_processors(of_the_relay=True),  # noqa: PLW1509 - no threads here
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())["port"], log
        finally:
            process.kill()


def memory_kb(pid: int) -> int:
    """Resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


async def fuzz(frames: int, seed: int, *, waves: int = 10, seeks: int = 300) -> Outcome:
    """Attack in waves; measure the quiet party before and meanwhile, the memory after each wave."""
    outcome, rng, loop = Outcome(), _seeded(seed), asyncio.get_running_loop()
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as attackers, tempfile.TemporaryDirectory() as folder:
        async with relay(folder) as (process, port, log), aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{port}"
            party = QuietParty(url, session)
            await party.open()
            positions = map(float, range(1, 86_000))
            for _ in range(seeks):
                await party.seek(next(positions), outcome.quiet)
            for _ in range(waves):
                wave = loop.run_in_executor(attackers, hostile, port, rng.random(), frames // waves)
                while not wave.done():
                    await party.seek(next(positions), outcome.busy)
                sent, asked = await wave
                outcome.frames += sent
                outcome.requests += asked
                await asyncio.sleep(1.5)  # seats and parties of the attackers expire
                outcome.memory_kb.append(memory_kb(process.pid))
            outcome.alive = process.poll() is None
        text = log.read_text(errors="replace")
        outcome.tracebacks = text.count("Traceback")
        if outcome.tracebacks:
            sys.stderr.write(text[max(0, text.index("Traceback") - 300) :][:4000])
    return outcome


def main() -> None:
    """Print what was seen; exit status 1 if the relay died, wrote a traceback, kept growing, or was felt by others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    use_processors(of_the_relay=False)
    undisturbed = go_before_others()
    manner = "before everything else" if undisturbed else "beside everything else"
    outcome = asyncio.run(fuzz(given.frames, given.seed))
    memory = outcome.memory_kb
    print(
        f"seed {given.seed}: {outcome.frames} frames, {outcome.requests} requests; alive {outcome.alive}, "
        f"{outcome.tracebacks} tracebacks; memory {memory[0] // 1000} -> {memory[-1] // 1000} MB; "
        f"load {os.getloadavg()[0]:.1f}, ran {manner}"
    )
    print(f"quiet party alone:     {outcome.quiet} ({len(outcome.quiet.heard)} seeks)")
    print(f"quiet party meanwhile: {outcome.busy} ({len(outcome.busy.heard)} seeks)")
    grew = memory[-1] > 1.25 * memory[len(memory) // 2]
    # Only then it is the relay that was late, and not the machine.
    late = undisturbed and at(outcome.busy.heard, 0.99) > 2 * at(outcome.quiet.heard, 0.99)
    sys.exit(1 if grew or late or outcome.tracebacks or not outcome.alive else 0)


if __name__ == "__main__":
    main()
