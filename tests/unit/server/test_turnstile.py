from __future__ import annotations

import asyncio

from server.turnstile import Turnstile


async def turns_of(turnstile: Turnstile, order: list[str], name: str, times: int) -> None:
    for _ in range(times):
        await turnstile.wait()
        order.append(name)


async def test_each_turn_of_the_loop_lets_one_through_and_all_get_theirs() -> None:
    turnstile = Turnstile()
    order: list[str] = []
    loop = asyncio.get_running_loop()
    crowd = [loop.create_task(turns_of(turnstile, order, name, 3)) for name in "abc"]
    await asyncio.sleep(0)
    assert len(turnstile) == 3
    most = 0
    while not all(task.done() for task in crowd):
        before = len(order)
        await asyncio.sleep(0)
        most = max(most, len(order) - before)
    assert most == 1
    assert order == list("abcabcabc")
    assert len(turnstile) == 0


async def test_who_gave_up_takes_nobodys_turn() -> None:
    turnstile = Turnstile()
    order: list[str] = []
    loop = asyncio.get_running_loop()
    tasks = {name: loop.create_task(turns_of(turnstile, order, name, 1)) for name in "abc"}
    await asyncio.sleep(0)
    tasks["a"].cancel()
    tasks["c"].cancel()
    await asyncio.wait(tasks.values())
    assert order == ["b"]
    assert len(turnstile) <= 1
    await asyncio.wait_for(turnstile.wait(), 5)
