"""The program's entry: one executable that is window, command line, relay and the workers that libVLC runs in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DECODE_WORKER = "decode-worker"
_SPEAKER_WORKER = "speaker-worker"


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was typed; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # A frozen executable has no "-m": its children are itself with one of these words.
    if getattr(sys, "frozen", False) and arguments[:1] == [_DECODE_WORKER]:
        from app.playback import decode_worker  # noqa: PLC0415 - a worker loads nothing else

        decode_worker.main()
        return 0
    if getattr(sys, "frozen", False) and arguments[:1] == [_SPEAKER_WORKER]:
        from app.playback import speaker_worker  # noqa: PLC0415 - the same

        speaker_worker.main()
        return 0
    if arguments[:1] == ["selftest"]:
        from app.selftest import main as selftest  # noqa: PLC0415 - an ordinary start never loads it

        return selftest(arguments[1:])
    from app.cli.entry import run  # noqa: PLC0415 - the worker above must stay light

    return run(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        # Ctrl-C before anything runs that could say goodbye.
        sys.exit(130)
