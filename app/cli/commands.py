"""Commands that a headless member reads from standard input."""

from __future__ import annotations

import threading
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from app.party.actions import PartyActions

_WORDS: Final = "play, pause, stop, next, previous, seek SEC, volume 0-100, resync, start, retry, quit"


#: Beyond any position or level; also keeps out "inf" and "nan".
_LIMIT: Final = 1e6


class CommandError(ValueError):
    """A line is no command; ``str`` says which there are."""


def obey(line: str, actions: PartyActions, quit_: Callable[[], None]) -> None:
    """Do what one line says; an empty one is nothing.

    Raises:
        CommandError: it is no command.
    """
    words = line.split()
    if not words:
        return
    word, arguments = words[0].lower(), words[1:]
    plain: dict[str, Callable[[], None]] = {
        "play": actions.play,
        "pause": actions.pause,
        "stop": actions.stop,
        "next": actions.next,
        "previous": actions.previous,
        "resync": actions.resync,
        "start": actions.start_now,
        "retry": actions.retry_output,
        "quit": quit_,
    }
    if word in plain and not arguments:
        plain[word]()
    elif word == "seek" and len(arguments) == 1:
        actions.seek(_number(arguments[0]))
    elif word == "volume" and len(arguments) == 1:
        actions.set_volume(_number(arguments[0]) / 100)
    else:
        raise CommandError(f"“{line.strip()[:60]}” is no command. There are: {_WORDS}.")


def read_lines(stream: IO[str], loop: asyncio.AbstractEventLoop, on_line: Callable[[str], None]) -> None:
    """Hand lines to the event loop until the stream ends.

    A thread, because neither Windows nor a redirected file can be waited for on the loop; a daemon, because a read
    may block for ever.
    """

    def run() -> None:
        try:
            for line in stream:
                loop.call_soon_threadsafe(on_line, line)
        except (OSError, ValueError, RuntimeError):
            return  # the stream or the loop is gone: nobody listens any more

    threading.Thread(target=run, name="commands", daemon=True).start()


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise CommandError(f"“{text[:20]}” is no number.") from None
    if not abs(value) < _LIMIT:
        raise CommandError(f"“{text[:20]}” is out of range.")
    return value
