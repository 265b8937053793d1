"""The speaker: a child process in which libVLC plays through its own output.

libVLC's network and output code stay out of the app's process, and its clock is stamped by threads that no window
holds up. Orders come on stdin; the end of stdin is the end of the parent, and of this process.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from app.playback.speaker_lines import (
    FACTS,
    ORDERS,
    Fact,
    OpenVoice,
    Samples,
    SetVoiceRate,
    SetVolume,
    SpeakerFailed,
    SpeakerOpened,
    StartVoice,
    StopVoice,
    UseDevice,
    VoiceEnded,
    VoiceSounded,
)
from app.playback.speaker_voice import PROBE, Voice, probe_samples
from app.playback.vlc_runtime import QUIET_OPTIONS, LibVlcMissingError, load_vlc

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.speaker_lines import Order

#: Without time stretching a rate step of 0.1 % is plain resampling; with it, libVLC cuts and overlaps.
_OPTIONS: Final = (*QUIET_OPTIONS, "--no-audio-time-stretch", "--no-volume-save", "--network-caching=1000")
#: What libVLC's PulseAudio output writes into its log when the server has begun to play; no event and no clock of
#: libVLC says so, and on a busy machine it is up to 60 ms later than it was asked (measured with 3.0.24).
_BEGUN: Final = b"started"
_PROBE_SEC: Final = 4.0
_WATCH_SEC: Final = 2.0


class Speaker:
    """The voices and the alarms that start and stop them.

    Args:
        vlc: the module of python-vlc.
        tell: called on any thread.
        device: libVLC's name of the device, or None for its own choice.
    """

    def __init__(self, vlc: Any, tell: Callable[[Fact], None], device: str | None) -> None:
        self._vlc = vlc
        self._tell = tell
        self._device = device
        self._instance = vlc.Instance(list(_OPTIONS))
        self._voices: dict[int, Voice] = {}
        self._volume = 1.0
        self._alarms: dict[tuple[int, str], float] = {}
        self._bell = threading.Condition()
        self._starting: int | None = None
        # libVLC keeps a bare pointer.
        self._log = vlc.CallbackDecorators.LogCb(self._on_log)
        self._instance.log_set(self._log, None)
        threading.Thread(target=self._keep_time, daemon=True).start()

    def probe(self) -> str | None:
        """Play a moment of silence; the device's name, or None where libVLC has no working output."""
        ended = threading.Event()

        def heard(fact: Fact) -> None:
            if isinstance(fact, VoiceEnded):
                ended.set()

        voice = Voice(self._vlc, self._instance, PROBE, heard, self._device)
        voice.give(*probe_samples())
        voice.start()
        try:
            finished = ended.wait(_PROBE_SEC)
            return voice.device() if finished and voice.was_heard else None
        finally:
            voice.close()

    def watch(self) -> None:
        """Tell when the output's devices are all gone: a sound server that ends is not told by libVLC, which goes on.

        A fresh player asks anew; the one that plays keeps the list of its start.
        """
        known = self._devices()
        while known:
            time.sleep(_WATCH_SEC)
            now = self._devices()
            if known.isdisjoint(now):
                self._tell(SpeakerFailed(code="output-lost"))
                return
            known |= now

    def obey(self, order: Order, payload: bytes) -> None:
        """Carry out one order."""
        match order:
            case OpenVoice():
                voice = Voice(self._vlc, self._instance, order, self._tell, self._device)
                voice.set_volume(self._volume)
                self._voices[order.voice] = voice
            case StartVoice():
                self._set_alarm(order.voice, "start", order.at)
            case StopVoice():
                self._set_alarm(order.voice, "stop", order.at)
            case SetVolume():
                self._volume = order.volume
                for voice in self._voices.values():
                    voice.set_volume(order.volume)
            case SetVoiceRate() if order.voice in self._voices:
                self._voices[order.voice].set_rate(order.rate)
            case Samples() if order.voice in self._voices:
                self._voices[order.voice].give(payload, order.end)

    def _on_log(self, _data: Any, _level: int, _context: Any, words: bytes, _arguments: Any) -> None:
        """A line of libVLC's log, on any of its threads, before its arguments are filled in."""
        if words == _BEGUN and self._starting is not None:
            voice, self._starting = self._starting, None
            self._tell(VoiceSounded(voice=voice, at=time.monotonic()))

    def _devices(self) -> set[bytes]:
        player = self._instance.media_player_new()
        first = player.audio_output_device_enum()
        names, device = set(), first
        while device:
            names.add(bytes(device.contents.device or b""))
            device = device.contents.next
        if first:
            self._vlc.libvlc_audio_output_device_list_release(first)
        player.release()
        return names

    def _set_alarm(self, voice: int, what: str, at: float) -> None:
        with self._bell:
            self._alarms[voice, what] = at
            self._bell.notify()

    def _keep_time(self) -> None:
        """The thread that starts and stops voices at their instants."""
        while True:
            with self._bell:
                voice, what = self._next_alarm()
            if what == "start" and voice in self._voices:
                self._starting = voice
                self._voices[voice].start()
            elif what == "stop" and voice in self._voices:
                # Closing waits for libVLC's threads; the next alarm must not.
                threading.Thread(target=self._voices.pop(voice).close, daemon=True).start()

    def _next_alarm(self) -> tuple[int, str]:
        while True:
            key = min(self._alarms, key=self._alarms.__getitem__, default=None)
            if key is None:
                self._bell.wait()
                continue
            wait = self._alarms[key] - time.monotonic()
            if wait <= 0:
                del self._alarms[key]
                return key
            self._bell.wait(wait)


def main() -> None:
    """The process."""
    lock = threading.Lock()
    stdin, stdout = sys.stdin.buffer, sys.stdout

    def tell(fact: Fact) -> None:
        with lock:
            stdout.write(FACTS.encode(fact) + "\n")
            stdout.flush()

    try:
        first = ORDERS.decode(stdin.readline())
        speaker = Speaker(load_vlc(), tell, first.device if isinstance(first, UseDevice) else None)
    except LibVlcMissingError as error:
        tell(SpeakerFailed(code="libvlc-missing", detail="; ".join(error.tried)))
        return
    device = speaker.probe()
    if device is None:
        tell(SpeakerFailed(code="no-audio-output"))
        os._exit(0)
    tell(SpeakerOpened(device=device))
    threading.Thread(target=speaker.watch, daemon=True).start()
    while line := stdin.readline():
        order = ORDERS.decode(line)
        if order is not None:
            speaker.obey(order, stdin.read(order.size) if isinstance(order, Samples) else b"")
    os._exit(0)  # libVLC's threads may be in the middle of anything


if __name__ == "__main__":
    main()
