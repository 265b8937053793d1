"""What a desktop passes when a person opens an invite or music with Unisono, as a command line. Pure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_INVITE: Final = "unisono:"
_FILE: Final = "file:"


def as_command(arguments: Sequence[str], is_there: Callable[[str], bool]) -> list[str]:
    """The command that opening means; other command lines come back as they are.

    Args:
        arguments: what was typed, or what the desktop entry's or the registry's command line was filled with.
        is_there: whether a file or folder of that name exists.
    """
    if len(arguments) == 1 and arguments[0].lower().startswith(_INVITE):
        return ["join", arguments[0]]
    paths = [_path(one) for one in arguments]
    if paths and all(os.sep in path and is_there(path) for path in paths):
        return ["host", *paths]
    return list(arguments)


def _path(item: str) -> str:
    if not item.lower().startswith(_FILE):
        return item
    path = urlsplit(item).path
    return url2pathname(path) if os.name == "nt" else unquote(path)
