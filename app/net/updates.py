"""Asks whether there is a newer release: off by default, one small request, nothing is downloaded or installed.

The address that a person, or whoever distributes Unisono, puts into the settings answers with
``{"version": "1.4.0", "page": "https://…"}``. Nothing about this machine is sent.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

_TIMEOUT: Final = aiohttp.ClientTimeout(total=8, sock_connect=4)
#: More than any answer of this form needs.
_MAX_BYTES: Final = 16 * 1024
_VERSION: Final = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that is newer than ours; ``page`` is where a person reads of it."""

    version: str
    page: str


def is_newer(version: str, own: str) -> bool:
    """Whether a version stands above our own; what is no plain version (a preview, a joke) does not."""
    there, here = _VERSION.fullmatch(version), _VERSION.fullmatch(own)
    if there is None or here is None:
        return False
    return [int(part or 0) for part in there.groups()] > [int(part or 0) for part in here.groups()]


def read_answer(text: str, own: str) -> Release | None:
    """The newer release that an answer tells of; None for ours, an older one, or anything else."""
    try:
        answer: Any = json.loads(text)
        version, page = str(answer["version"]), str(answer["page"])
    except (ValueError, KeyError, TypeError):
        return None
    return Release(version=version, page=page) if is_newer(version, own) and is_safe(page) else None


def is_safe(address: str) -> bool:
    """Whether an address is one to ask or to show: encrypted, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


async def fetch(address: str) -> str:
    """The answer's text.

    Raises:
        aiohttp.ClientError: there is none.
        TimeoutError: it does not come.
        ValueError: it is too long, or not text.
    """
    async with (
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        session.get(address, allow_redirects=False) as answer,
    ):
        answer.raise_for_status()
        body = await answer.content.read(_MAX_BYTES + 1)
        if len(body) > _MAX_BYTES:
            raise ValueError("the answer is too long")
        return body.decode("utf-8")


async def newer_release(address: str, own: str, fetch_text: Callable[[str], Awaitable[str]] = fetch) -> Release | None:
    """A newer release, if ``address`` tells of one; every failure is logged and means None.

    Args:
        address: where to ask; empty asks nobody.
        own: our version.
        fetch_text: gets the answer's text.
    """
    if not address:
        return None
    if not is_safe(address):
        logger.warning("Updates are not looked for at %s: the address has to begin with https", address)
        return None
    try:
        return read_answer(await fetch_text(address), own)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        logger.info("No answer about updates: %s", error)
        return None
