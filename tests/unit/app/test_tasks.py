from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.tasks import TaskSupervisor

if TYPE_CHECKING:
    import pytest

    from tests.support.logs import ExpectedLogs


async def test_an_exception_is_never_unseen(expect_log: ExpectedLogs, caplog: pytest.LogCaptureFixture) -> None:
    expect_log("Task room: job failed")

    async def fail() -> None:
        raise ValueError("why")

    tasks = TaskSupervisor("room")
    await asyncio.wait({tasks.spawn("job", fail())})
    await tasks.close()
    assert "why" in caplog.text


async def test_close_ends_every_task_and_spares_its_caller() -> None:
    tasks = TaskSupervisor("room")
    endless = tasks.spawn("endless", asyncio.Event().wait())
    closing = tasks.spawn("closing", tasks.close())
    await closing
    assert endless.cancelled()


async def test_a_swallowed_cancellation_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.tasks._CANCEL_AGAIN_SEC", 0.01)
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed += 1
        await asyncio.Event().wait()

    tasks = TaskSupervisor("room")
    tasks.spawn("stubborn", stubborn())
    await asyncio.sleep(0)
    await tasks.close()
    assert swallowed == 1
