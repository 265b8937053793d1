"""How the window bears a large party: ``python -m benchmarks.window [SECONDS [MEMBERS]]``.

200 members and 1,000 queue items, ten views a second in each of which every member's figure changed, the chat open and
somebody saying something each second, the music going on under the waveform. Prints the longest time that the event
loop was blocked, the share of one core, and how long the window took to show.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import qasync
from PySide6.QtWidgets import QApplication, QLabel

from app.core.view import ChatLineView, QueueItemView
from app.tasks import TaskSupervisor
from app.ui.main_window import MainWindow
from app.ui.memory import WindowMemory
from app.ui.theme import Appearance, Theme
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.replay_actions import ReplayActions
from tests.ui.views import member, playing
from tests.ui.xvfb import own_display

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.view import MemberView, PartyView

_MEMBERS = 200
_ITEMS = 1000
_VIEWS_PER_SEC = 10
_CHAT_LINES = 100
_ROUNDS = 20
_PROBE_SEC = 0.005


def _shown(widget: QLabel | MainWindow) -> None:
    widget.show()
    while not widget.windowHandle().isExposed():
        QApplication.processEvents()
    QApplication.processEvents()


def _line(at: int) -> ChatLineView:
    words = f"Line {at} of the talk, as long as people write while they dance"
    return ChatLineView(member_id="guest 1", name="Guest 1", sent_at=ServerMs(1000.0 * at), text=words)


def _rounds(view: PartyView) -> list[tuple[MemberView, ...]]:
    """What the controller would tell, made beforehand: only the window is measured."""
    rng = random.Random(1)  # noqa: S311 - figures for a benchmark
    return [
        tuple(replace(m, drift_ms=rng.gauss(0, 2), uncertainty_ms=0.3) for m in view.members) for _ in range(_ROUNDS)
    ]


async def _run(seconds: float, feed: Callable[[int], object]) -> list[float]:
    """Feed views; returns by how much each turn of a 5 ms probe was late, in ms."""
    late: list[float] = []
    loop = asyncio.get_running_loop()
    begun = loop.time()
    told = 0
    while (passed := loop.time() - begun) < seconds:
        if passed * _VIEWS_PER_SEC >= told:
            feed(told)
            told += 1
        before = time.perf_counter()
        await asyncio.sleep(_PROBE_SEC)
        late.append((time.perf_counter() - before - _PROBE_SEC) * 1000)
    return late


def _measured(runner: asyncio.Runner, seconds: float, feed: Callable[[int], object]) -> tuple[list[float], float]:
    """How late the loop was, sorted, and the share of one core."""
    used = time.process_time()
    late = sorted(runner.run(_run(seconds, feed)))
    return late, (time.process_time() - used) / seconds


def main(seconds: float, size: int = _MEMBERS) -> None:
    """Measure and print."""
    application = QApplication(["unisono"])
    begun = time.perf_counter()
    bare = QLabel("Unisono")
    _shown(bare)
    bare_sec = time.perf_counter() - begun
    bare.close()
    begun = time.perf_counter()
    theme = Theme(application, Appearance.DARK)
    people = (member("Ann", is_host=True, is_self=True), *(member(f"Guest {n}") for n in range(size - 1)))
    items = tuple(
        QueueItemView(
            item_id=f"i{n}", track_id=None, title=f"Track {n}", duration=Seconds(200.0 + n), is_current=n == 0
        )
        for n in range(_ITEMS)
    )
    talk = tuple(_line(at) for at in range(_CHAT_LINES))
    view = playing(members=people, queue=items, chat=talk, position_at=LocalSec(time.monotonic()))
    actions = ReplayActions(view)
    window = MainWindow(
        actions,
        theme=theme,
        tasks=TaskSupervisor("benchmark"),
        clock=lambda: LocalSec(time.monotonic()),
        memory=WindowMemory(name="Ann"),
        remember=lambda _memory: None,
    )
    window.resize(1120, 860)
    _shown(window)
    up_sec = time.perf_counter() - begun
    window.party_page.chat.fold_button.click()
    rounds = _rounds(view)

    def feed(at: int) -> None:
        talk = actions.view.chat
        if at % _VIEWS_PER_SEC == 0:
            talk = (*talk[1:], _line(_CHAT_LINES + at))
        actions.change(members=rounds[at % _ROUNDS], chat=talk)

    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        late, used = _measured(runner, seconds, feed)
        window.hide()
        _, own = _measured(runner, seconds / 2, lambda _at: None)
    window.quit()
    print(f"bare window {bare_sec:.3f} s, ours {up_sec:.3f} s")
    print(f"blocked: p99 {late[int(len(late) * 0.99)]:.1f} ms, longest {late[-1]:.1f} ms")
    print(f"CPU: {100 * used:.1f} % of one core, {100 * own:.1f} % of it the probe's own")


if __name__ == "__main__":
    with own_display() as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, *map(int, sys.argv[2:3]))
