from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from app.net.updates import Release, fetch, is_newer, is_safe, newer_release, read_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

PAGE = "https://unisono.example/1.4"


def answering(text: str) -> Callable[[str], Awaitable[str]]:
    async def answer(_address: str) -> str:
        await asyncio.sleep(0)
        return text

    return answer


@pytest.mark.parametrize(
    ("version", "newer"),
    [
        ("1.3.0", True),
        ("1.2.10", True),
        ("2.0", True),
        ("1.2.3", False),
        ("1.2", False),
        ("1.3.0rc1", False),
        ("?", False),
    ],
)
def test_only_a_plain_higher_version_is_newer(version: str, newer: bool) -> None:  # noqa: FBT001 - a column
    assert is_newer(version, "1.2.3") is newer


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "9.0"}', '{"version": "9.0", "page": "javascript:x"}'])
def test_an_answer_of_another_form_tells_nothing(text: str) -> None:
    assert read_answer(text, "1.0") is None


def test_plain_http_is_for_this_machine_only() -> None:
    assert is_safe("https://a.example/x")
    assert is_safe("http://127.0.0.1:8000/x")
    assert not is_safe("http://a.example/x")


async def test_nobody_is_asked_by_default() -> None:
    async def never(_address: str) -> str:
        raise AssertionError("asked")

    assert await newer_release("", "1.0", never) is None


async def test_a_newer_release_is_told() -> None:
    text = json.dumps({"version": "1.4", "page": PAGE})
    release = await newer_release(PAGE, "1.3.9", answering(text))
    assert release == Release(version="1.4", page=PAGE)


async def test_an_address_without_encryption_is_not_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING"):
        assert await newer_release("http://a.example", "1.0", answering("{}")) is None
    assert "has to begin with https" in caplog.text
    caplog.clear()


async def test_silence_is_no_news() -> None:
    async def silent(_address: str) -> str:
        raise TimeoutError

    assert await newer_release(PAGE, "1.0", silent) is None


@pytest.fixture
async def server() -> AsyncIterator[str]:
    async def small(_request: web.Request) -> web.Response:
        await asyncio.sleep(0)
        return web.Response(text="{}")

    async def large(_request: web.Request) -> web.Response:
        await asyncio.sleep(0)
        return web.Response(text="x" * 20_000)

    application = web.Application()
    application.add_routes([web.get("/small", small), web.get("/large", large)])
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_small_answer_is_read_and_a_large_one_is_not(server: str) -> None:
    assert await fetch(f"{server}/small") == "{}"
    with pytest.raises(ValueError, match="too long"):
        await fetch(f"{server}/large")
