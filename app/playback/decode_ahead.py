"""A second decode beside the first, from near where a track will be entered: a late guest waits for no beginning.

Runs in a worker process only, for mp3, where it is exact to the sample (see `app.playback.mp3_frames`). The first
decode goes on and covers it in the end.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from app.playback.byte_source import SourceError
from app.playback.decode_engine import Decoding
from app.playback.decode_report import AHEAD_NAME, FRAME_BYTES, AheadKnown
from app.playback.decoder_choice import OWN_DECODERS
from app.playback.mp3_frames import entry_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.byte_source import ByteSource

#: The clock may still move, and a player looks a little back from where it enters.
_MARGIN_SEC: Final = 1.0
_TICK_SEC: Final = 0.005


class Ahead:
    """Begins at once, on a thread of its own.

    Args:
        vlc: the module of python-vlc.
        source: of the whole track; read from several threads.
        seconds: where the track will be entered.
        tell: told `AheadKnown` when samples come; called on the thread.
    """

    def __init__(self, vlc: Any, source: ByteSource, seconds: float, tell: Callable[[AheadKnown], None]) -> None:
        self._vlc = vlc
        self._source = source
        self._seconds = seconds
        self._tell = tell
        self._decoding: Decoding | None = None
        threading.Thread(target=self._run, name="decode ahead", daemon=True).start()

    def _run(self) -> None:
        try:
            entry = entry_before(self._source, self._seconds - _MARGIN_SEC)
        except SourceError:
            return  # the first decode meets it too, and tells
        if entry is None:
            return
        decoding = Decoding(self._vlc, _From(self._source, entry.offset), OWN_DECODERS, AHEAD_NAME)
        self._decoding = decoding  # libVLC keeps bare pointers into it
        decoding.start()
        while (form := decoding.format()) is None:
            if decoding.wait(_TICK_SEC):
                return
        cold = entry.warm - entry.frame
        frames = None if entry.end is None else max(0, entry.end - entry.warm)
        self._tell(AheadKnown(start=entry.warm, offset=form.offset + cold * FRAME_BYTES, frames=frames))


class SharedSource:
    """A source that several threads read, one after another.

    Args:
        source: read by nobody else.
    """

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self.size = source.size

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        with self._lock:
            return self._source.read(position, count)

    def sha256(self) -> str:
        """See `ByteSource`."""
        with self._lock:
            return self._source.sha256()


class _From:
    """A source from an offset on."""

    def __init__(self, source: ByteSource, offset: int) -> None:
        self._source = source
        self._offset = offset
        self.size = source.size - offset

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        return self._source.read(self._offset + position, count)

    def sha256(self) -> str:
        """Of the whole."""
        return self._source.sha256()
