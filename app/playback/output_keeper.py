"""Keeps sound going out: on the chosen device, on the system's default while that is gone, and back when it returns.

Nothing here raises for want of a device. Where there is none at all it goes on looking, because a person who plugs in
a loudspeaker expects to hear it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from app.playback.engine import Engine
from app.playback.outputs import OutputUnavailableError
from app.playback.player import OutputLost, OutputOpened
from app.said import Said, Saying
from app.tasks import TaskSupervisor

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.outputs import Output, OutputDriver
    from app.playback.plan import Plan
    from app.playback.player import PlayerEvent
    from server.protocol.units import LocalSec

logger = logging.getLogger(__name__)

# A sound server that restarts, or a device being switched, is back within a second or needs a person.
_REOPEN_TRIES: Final = 6
_REOPEN_PAUSE_SEC: Final = 0.2
#: How often what is missing is looked for: soon enough for the hand that plugs it in.
_LOOK_SEC: Final = 2.0
#: A sound server that hangs may keep its thread; a person who closes the window does not wait for it.
_UNWANTED_SEC: Final = 2.0


class OutputKeeper:
    """Owns the output and the engine that fills it. Used on one event loop.

    Args:
        driver: opens outputs.
        device: the chosen one, by its lasting name; None follows the system's default.
        clock: local time.
        plan: what a new engine plays.
        tell: takes events.
    """

    def __init__(
        self,
        driver: OutputDriver,
        device: str | None,
        *,
        clock: Callable[[], LocalSec],
        plan: Callable[[], Plan],
        tell: Callable[[PlayerEvent], None],
    ) -> None:
        self._driver = driver
        self._chosen = device
        self._clock = clock
        self._plan = plan
        self._tell = tell
        self._tasks = TaskSupervisor("output")
        self._opening = asyncio.Lock()
        self._unwanted: set[asyncio.Future[Output]] = set()
        self._output: Output | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        #: Set while sound goes nowhere, or not where it was chosen to go.
        self._astray = asyncio.Event()
        #: What fills the present output; None while there is none.
        self.engine: Engine | None = None

    async def open(self) -> None:
        """Open the output, for the first time or because a person asked; tells the outcome."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._tasks.spawn("look for what is missing", self._look())
        await self._open("no-audio-output", tries=1)

    async def use(self, driver: OutputDriver, device: str | None) -> None:
        """Play there from now on; tells the outcome."""
        self._driver, self._chosen = driver, device
        await self.open()

    async def close(self) -> None:
        """Close the output and wait for it."""
        await self._tasks.close()
        if self._unwanted:
            # Once the loop is gone nobody could close what is still being opened, and its thread would outlive us.
            await asyncio.wait(self._unwanted, timeout=_UNWANTED_SEC)
        async with self._opening:
            await self._close_output()

    def new_engine(self) -> Engine:
        """An engine for the plan of this moment, whose words count only while it is the present one."""
        engine = Engine(
            clock=self._clock,
            on_event=lambda event: self._from_thread(engine, self._tell, event),
            on_lost=lambda reason: self._from_thread(engine, self._reopen, reason),
            on_moved=lambda device: self._from_thread(engine, self._on_moved, device),
        )
        engine.plan = self._plan()
        return engine

    def _from_thread(self, engine: Engine, call: Callable[..., None], *arguments: object) -> None:
        """Call on the event loop, unless the engine has been replaced meanwhile."""

        def deliver() -> None:
            if engine is self.engine:
                call(*arguments)

        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(deliver)

    def _reopen(self, reason: str) -> None:
        logger.warning("Output lost: %s", reason)
        self._tasks.spawn("reopen output", self._open("output-lost", tries=_REOPEN_TRIES))

    def _on_moved(self, device: str) -> None:
        """The sound server plays it elsewhere: because a person said so, or because the chosen device is gone."""
        if self._chosen is None or device == self._chosen:
            self._arrived(device, is_chosen=True)
        else:
            self._tasks.spawn("ask for the chosen device", self._was_moved(device, self._chosen))

    async def _was_moved(self, device: str, chosen: str) -> None:
        output = self._output
        is_there = await asyncio.to_thread(self._driver.has, chosen)
        if output is not None and output is self._output and output.device == device:
            self._arrived(device, is_chosen=is_there)

    def _arrived(self, device: str, *, is_chosen: bool) -> None:
        """Tell where sound goes; a person's choice in the sound server's own settings counts as chosen."""
        if self._output is None:
            return
        if is_chosen:
            self._astray.clear()
        else:
            self._astray.set()
        stood_in_for = None if is_chosen else self._chosen
        self._tell(OutputOpened(interface=self._output.interface, device=device, instead_of=stood_in_for))

    async def _look(self) -> None:
        """For the life of the keeper: while sound is astray, look whether it can go where it should."""
        while True:
            await self._astray.wait()
            await asyncio.sleep(_LOOK_SEC)
            if not self._astray.is_set():
                continue
            chosen = self._chosen
            if self._output is None:
                await self._open("output-lost", tries=1, quietly=True)
            elif chosen is not None and await asyncio.to_thread(self._driver.has, chosen) and self._astray.is_set():
                logger.info("%s is back", chosen)
                await self._open("output-lost", tries=_REOPEN_TRIES)

    async def _open(self, code: str, *, tries: int, quietly: bool = False) -> None:
        """Close what is open, then open anew; tells the outcome, but quietly no failure."""
        async with self._opening:
            await self._close_output()
            said: Said | None = None
            for attempt in range(tries):
                if attempt:
                    await asyncio.sleep(_REOPEN_PAUSE_SEC)
                    said = None
                # The chosen device's own words say most about what is wrong.
                for device in dict.fromkeys((self._chosen, None)):
                    try:
                        await self._try(device)
                    except OutputUnavailableError as error:
                        logger.info("No output: %s", error)
                        said = said or error.said
                    else:
                        return
            self._astray.set()
            if not quietly:
                self._tell(OutputLost(code=code, said=said or Said(what=Saying.NO_OUTPUT)))

    async def _try(self, device: str | None) -> None:
        engine = self.new_engine()
        output = await self._open_driver(engine, device)
        self.engine, self._output = engine, output
        engine.plan = self._plan()
        self._arrived(output.device, is_chosen=device == self._chosen)

    async def _open_driver(self, engine: Engine, device: str | None) -> Output:
        opening = asyncio.get_running_loop().run_in_executor(None, self._driver.open, engine, device)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            # The thread goes on opening: nobody may keep what comes of it.
            opening.add_done_callback(_close_unwanted)
            self._unwanted.add(opening)
            raise

    async def _close_output(self) -> None:
        output, self._output, self.engine = self._output, None, None
        if output is not None:
            await asyncio.to_thread(output.close)


def _close_unwanted(opening: asyncio.Future[Output]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
