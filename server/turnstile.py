"""Lets who is in a hurry through one by one, so that a turn of the event loop stays short whoever floods."""

from __future__ import annotations

import asyncio
from collections import deque


class Turnstile:
    """Each turn of the event loop lets the one through who has waited longest.

    Without it every flooding connection has a frame handled in every turn, and everybody else waits for all of them.
    """

    def __init__(self) -> None:
        self._line: deque[asyncio.Future[None]] = deque()

    def __len__(self) -> int:
        return len(self._line)

    async def wait(self) -> None:
        """Wait for one's turn."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._line.append(turn)
        if len(self._line) == 1:
            loop.call_soon(self._release)
        await turn

    def _release(self) -> None:
        # Who was cancelled while it waited takes nobody's turn.
        while self._line and (first := self._line.popleft()).done():
            pass
        if not first.done():
            first.set_result(None)
        if self._line:
            asyncio.get_running_loop().call_soon(self._release)
