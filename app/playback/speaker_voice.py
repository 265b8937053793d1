"""One run of one track in libVLC, inside the speaker process."""

from __future__ import annotations

import ctypes
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from app.playback.speaker_lines import (
    VOICE_FRAME_BYTES,
    Fact,
    OpenVoice,
    SamplesWanted,
    VoiceEnded,
    VoiceStarted,
    VoiceTime,
)
from app.playback.vlc_runtime import media_callbacks

if TYPE_CHECKING:
    from collections.abc import Callable

#: One read; libVLC's prefetcher would ask for 16 MiB at once.
_READ_FRAMES: Final = 16_384
_NOT_YET_SEC: Final = 0.02
#: Seekable and of a size never reached: for anything else libVLC ignores the rate (measured with 3.0.24).
_ENDLESS: Final = 1 << 60

#: A voice of silence that finds out whether libVLC has an output.
PROBE: Final = OpenVoice(voice=0, rate=48_000)
_PROBE_FRAMES: Final = 24_000


def probe_samples() -> tuple[bytes, bool]:
    """All that the probe plays, and that it is all."""
    return bytes(_PROBE_FRAMES * VOICE_FRAME_BYTES), True


class Voice:
    """Plays samples that are given to it, or a stream.

    Args:
        vlc: the module of python-vlc.
        instance: of libVLC.
        order: what to play.
        tell: called from libVLC's threads too.
        device: libVLC's name of the device, or None for its own choice.
    """

    def __init__(
        self, vlc: Any, instance: Any, order: OpenVoice, tell: Callable[[Fact], None], device: str | None = None
    ) -> None:
        self._vlc = vlc
        self._order = order
        self._tell = tell
        self._position = 0
        self._given = bytearray()
        self._ended = False
        self._asked = False
        self._closed = False
        self._pump = threading.Condition()
        self.was_heard = False
        # libVLC keeps bare pointers: everything it calls stays referenced here.
        self._callbacks = media_callbacks(vlc, size=_ENDLESS, read=self._read, seek=self._seek)
        self._player = instance.media_player_new()
        self._player.set_media(self._make_media(instance))
        if device is not None:
            self._player.audio_output_device_set(None, device)
        self._listen()
        self._player.play()

    def start(self) -> None:
        """Let it sound; the first sample is heard some 44 ms later."""
        self._player.set_pause(0)
        self._tell(VoiceStarted(voice=self._order.voice, at=time.monotonic()))

    def give(self, samples: bytes, end: bool) -> None:  # noqa: FBT001 - as it comes from the line
        """The answer to `SamplesWanted`."""
        with self._pump:
            self._given += samples
            self._ended = self._ended or end
            self._asked = False
            self._pump.notify()

    def set_rate(self, rate: float) -> None:
        """See `SetVoiceRate`."""
        self._player.set_rate(rate)

    def set_volume(self, volume: float) -> None:
        """Linear gain; libVLC's scale is cubic."""
        self._player.audio_set_volume(round(100 * volume ** (1 / 3)))

    def device(self) -> str:
        """The output's name for the device, or an empty string."""
        name = self._player.audio_output_device_get()
        return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name or "")

    def close(self) -> None:
        """Silence it for good. Waits for libVLC's threads."""
        with self._pump:
            self._closed = True
            self._pump.notify()
        self._player.stop()
        self._player.release()

    def _make_media(self, instance: Any) -> Any:
        if self._order.url is not None:
            media = instance.media_new_location(self._order.url)
        else:
            media = instance.media_new_callbacks(*self._callbacks, None)
            for option in (
                ":demux=rawaud",
                ":rawaud-channels=2",
                f":rawaud-samplerate={self._order.rate}",
                ":rawaud-fourcc=s16l",
            ):
                media.add_option(option)
        media.add_option(":start-paused")
        return media

    def _listen(self) -> None:
        events, kinds, number = self._player.event_manager(), self._vlc.EventType, self._order.voice

        def timed(event: Any) -> None:
            self._tell(VoiceTime(voice=number, at=time.monotonic(), seconds=event.u.new_time / 1000))

        def ended(_event: Any) -> None:
            # Without an output libVLC runs through to the end at once, unheard.
            samples_left = self._order.url is None and not (self.was_heard and self._ended)
            self._tell(VoiceEnded(voice=number, failed=samples_left or self._order.url is not None))

        def sounded(_event: Any) -> None:
            self.was_heard = True

        events.event_attach(kinds.MediaPlayerTimeChanged, timed)
        events.event_attach(kinds.MediaPlayerEndReached, ended)
        events.event_attach(kinds.MediaPlayerEncounteredError, ended)
        # Only an output that opened tells its volume.
        events.event_attach(kinds.MediaPlayerAudioVolume, sounded)

    def _read(self, buffer: Any, count: int) -> int:
        data = self._take(count)
        ctypes.memmove(buffer, data, len(data))
        return len(data)

    def _seek(self, offset: int) -> int:
        # Only the present position, and the start before anything was read, can be had.
        return 0 if offset == self._position else -1

    def _take(self, count: int) -> bytes:
        """The next bytes, asked for where there are none; none at the end."""
        with self._pump:
            while not (self._given or self._ended or self._closed):
                self._asked = True
                start = self._position // VOICE_FRAME_BYTES
                self._tell(SamplesWanted(voice=self._order.voice, start=start, count=_READ_FRAMES))
                self._pump.wait_for(lambda: self._closed or not self._asked)
                if not self._given and not self._ended:
                    # Answered with nothing: not decoded yet.
                    self._pump.wait_for(lambda: self._closed, _NOT_YET_SEC)
            data = bytes(self._given[:count])
            del self._given[:count]
            self._position += len(data)
            return data
