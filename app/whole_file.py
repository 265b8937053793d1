"""Files that are written whole or not at all, for this user's eyes only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str, *, durable: bool = False) -> None:
    """Put a text in a file's place, with mode 0600; missing folders are made.

    Args:
        path: of the file.
        text: all of it.
        durable: also when the power fails right after; takes as long as the disk needs.

    Raises:
        OSError: the folder or the disk refuses; the file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105 - names the system call that makes this atomic
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - the counterpart of mkstemp
        raise
