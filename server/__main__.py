"""The relay's command line."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from server.config import parse_command_line
from server.errors import StartError
from server.logs import set_up_logs
from server.service import check, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.config import RelayConfig


def main(argv: Sequence[str] | None = None) -> int:
    """Run the relay until it is told to end; returns the exit status."""
    try:
        asked = parse_command_line(argv)
        set_up_logs(asked.config.log_level, asked.config.log_format)
        if asked.only_check:
            check(asked.config)
            print("The configuration can be used.")
        else:
            asyncio.run(_run(asked.config))
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


async def _run(config: RelayConfig) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows' loop takes no signal handlers; there Ctrl-C raises KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    if config.exit_with_parent:
        _watch_parent(loop, stop)
    async with serve(config) as port:
        # What was imported stays: looking at all of it again takes the collector 13 ms, in which nobody is served.
        gc.collect()
        gc.freeze()
        # Nearly everything here goes without the collector, and a look at all of a party of thousands takes it as long.
        gc.set_threshold(700, 10, 50)
        print(json.dumps({"event": "ready", "port": port}), flush=True)
        await stop.wait()


def _watch_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # A thread, because Windows cannot wait for a pipe on the loop; a daemon, because it may block for ever.
    def wait_for_end() -> None:
        # Not sys.stdin: its lock, held by a thread that waits, aborts the interpreter's own shutdown.
        while os.read(0, 4096):
            pass
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end, name="parent watch", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
