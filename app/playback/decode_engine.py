"""One libVLC pass over one track: bytes in through callbacks, a WAV file out. Runs in a worker process only."""

from __future__ import annotations

import ctypes
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.playback.byte_source import SourceError
from app.playback.decode_report import FRAME_BYTES, PCM_NAME, FormatKnown
from app.playback.pcm_header import HEADER_BYTES, read_wav_header
from app.playback.vlc_runtime import QUIET_OPTIONS, media_callbacks

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource

# Plain and relative names, because libVLC's option strings need escapes for anything else.
# Without samplerate=: with it libVLC loses 0.1-0.7 ms per second. s16l is exact; f32l passes through a converter
# that drops 20 samples and interpolates.
_STREAM_OUTPUT: Final = ":sout=#transcode{{acodec=s16l,channels=2}}:std{{access=file,mux=wav,dst={}}}"
_OPTIONS: Final = (*QUIET_OPTIONS, "--aout=adummy", "--no-sout-video", "--no-sout-spu")
_DRM_CODECS: Final = (b"drms", b"enca")


class Decoding:
    """Decodes ``source`` into a file of the current folder, on libVLC's own threads.

    Args:
        vlc: the module of python-vlc.
        source: read from libVLC's threads, by one at a time.
        decoders: as in libVLC's option ``codec``.
        name: of the output file, plain and relative.
    """

    def __init__(self, vlc: Any, source: ByteSource, decoders: str, name: str = PCM_NAME) -> None:
        self.vlc = vlc
        self._source = source
        self._position = 0
        self._pcm = Path(name)
        self._pcm.unlink(missing_ok=True)
        self._ended = threading.Event()
        self.failure: SourceError | None = None
        self.bytes_read = 0
        #: libVLC waits for bytes at this moment: it is not to blame for standing still.
        self.is_fetching = False
        # libVLC keeps bare pointers: everything it calls or uses stays referenced here.
        self._callbacks = media_callbacks(vlc, size=source.size, read=self._read, seek=self._seek)
        self._instance = vlc.Instance([*_OPTIONS, f"--codec={decoders}"])
        self._media = self._instance.media_new_callbacks(*self._callbacks, None)
        self._media.add_option(_STREAM_OUTPUT.format(name))
        self._player = self._instance.media_player_new()
        self._player.set_media(self._media)

    def start(self) -> None:
        """Begin; the end shows by `wait`."""
        events = self._player.event_manager()
        for name in ("MediaPlayerEndReached", "MediaPlayerEncounteredError"):
            events.event_attach(getattr(self.vlc.EventType, name), lambda _event: self._ended.set())
        self._player.play()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; true when libVLC is done with the track."""
        return self._ended.wait(seconds)

    def finish(self) -> None:
        """Close the output file. To be called after the end only: before it, libVLC may block on the source."""
        self._player.stop()

    def format(self) -> FormatKnown | None:
        """From the header of the output, as soon as it is there: the rate that was really decoded."""
        try:
            with self._pcm.open("rb") as file:
                head = file.read(HEADER_BYTES)
        except FileNotFoundError:
            return None
        return read_wav_header(head, self.announced())

    def frames(self, offset: int) -> int:
        """Whole frames in the output so far."""
        try:
            return max(0, self._pcm.stat().st_size - offset) // FRAME_BYTES
        except FileNotFoundError:
            return 0

    def announced(self) -> float | None:
        """The length that the container announces, in seconds."""
        length = self._media.get_duration()
        return length / 1000 if length > 0 else None

    def fraction_read(self) -> float:
        """How much of the source was read."""
        return min(1.0, self.bytes_read / self._source.size) if self._source.size else 0.0

    def audio_streams(self) -> list[tuple[bytes, int]]:
        """Four-character code and stated rate of the audio streams that were found."""
        tracks = self._media.tracks_get() or []
        audio = self.vlc.TrackType.audio
        return [
            (int(track.codec).to_bytes(4, "little"), track.audio.contents.rate)
            for track in tracks
            if track.type == audio
        ]

    def is_protected(self) -> bool:
        """A stream is encrypted."""
        return any(codec in _DRM_CODECS for codec, _rate in self.audio_streams())

    def _seek(self, offset: int) -> int:
        self._position = offset
        return 0

    def _read(self, buffer: Any, count: int) -> int:
        if self.failure is not None:
            return -1
        self.is_fetching = True
        try:
            data = self._source.read(self._position, count)
        except SourceError as error:
            self.failure = error
            return -1
        finally:
            self.is_fetching = False
        ctypes.memmove(buffer, data, len(data))
        self._position += len(data)
        self.bytes_read = max(self.bytes_read, self._position)
        return len(data)
