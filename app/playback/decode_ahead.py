"""A second decode beside the first, from near where a track will be entered: a late guest waits for no beginning.

Runs in a worker process only, for what can be entered exactly to the sample: WAV, FLAC and mp3 (see
`app.playback.wav_entry`, `app.playback.flac_frames`, `app.playback.mp3_frames`). In m4a, ogg and opus nothing in the
file says which sample of libVLC's decode a place in it gives. The first decode goes on and covers it in the end.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from app.playback.byte_source import SourceError
from app.playback.decode_engine import Decoding
from app.playback.decode_report import AHEAD_NAME, FRAME_BYTES, AheadKnown
from app.playback.decoder_choice import OWN_DECODERS
from app.playback.flac_frames import flac_entry
from app.playback.mp3_frames import mp3_entry
from app.playback.source_repairs import repaired
from app.playback.wav_entry import wav_entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.byte_source import ByteSource
    from app.playback.entry import Entry

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
            entry = _entry_before(self._source, self._seconds - _MARGIN_SEC)
            if entry is None:
                return
            decoding = decode_from(self._vlc, self._source, entry)
        except SourceError:
            return  # the first decode meets it too, and tells
        self._decoding = decoding  # libVLC keeps bare pointers into it
        while (form := decoding.format()) is None:
            if decoding.wait(_TICK_SEC):
                return
        if form.rate != entry.rate:
            return
        cold = entry.warm - entry.frame
        frames = None if entry.end is None else max(0, entry.end - entry.warm)
        self._tell(AheadKnown(start=entry.warm, offset=form.offset + cold * FRAME_BYTES, frames=frames))


def decode_from(vlc: Any, source: ByteSource, entry: Entry) -> Decoding:
    """A decode from there on into `AHEAD_NAME`, begun. Raises `SourceError`."""
    shown, _frames = repaired(_From(source, entry))
    decoding = Decoding(vlc, shown, OWN_DECODERS, AHEAD_NAME)
    decoding.start()
    return decoding


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


def _entry_before(source: ByteSource, seconds: float) -> Entry | None:
    for find in (wav_entry, flac_entry, mp3_entry):
        entry = find(source, seconds)
        if entry is not None:
            return entry
    return None


class _From:
    """A source from an entry on, after the head that it needs."""

    def __init__(self, source: ByteSource, entry: Entry) -> None:
        self._source = source
        self._head = entry.head
        self._skipped = entry.offset - len(entry.head)
        self.size = source.size - self._skipped

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        if position < len(self._head):
            return self._head[position : position + count]
        return self._source.read(self._skipped + position, count)

    def sha256(self) -> str:
        """Of the whole."""
        return self._source.sha256()
