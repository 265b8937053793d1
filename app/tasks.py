"""Tasks have a name and an owner; none fails unseen and none outlives its owner."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Coroutine

logger = logging.getLogger(__name__)

_CANCEL_AGAIN_SEC: Final = 1.0


class TaskSupervisor:
    """Owns the tasks of one component; an exception that ends a task is logged with its traceback.

    Args:
        owner: for logs and task names.
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, name: str, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine on the present loop until it ends or `close` cancels it."""
        task = asyncio.get_running_loop().create_task(coroutine, name=f"{self._owner}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def close(self) -> None:
        """Cancel what still runs and wait for it; the calling task itself is left alone."""
        while mine := {task for task in self._tasks if task is not asyncio.current_task() and not task.done()}:
            for task in mine:
                task.cancel()
            # Again after a moment: a library may swallow a cancellation, as asyncio.wait_for did before 3.12.
            await asyncio.wait(mine, timeout=_CANCEL_AGAIN_SEC)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Task %s failed", task.get_name(), exc_info=error)
