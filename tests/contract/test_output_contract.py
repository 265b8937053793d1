"""What every output promises, on a real sound server."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.playback.dac_clock import DacClock
from app.playback.outputs import OutputPreference, OutputUnavailableError, driver_for, pulse
from app.playback.outputs.base import CERTAIN
from app.playback.outputs.choice import AutoDriver, candidates
from app.playback.outputs.null import NullDriver
from app.playback.outputs.pulse import PulseDriver
from app.said import quoted
from tests.support.pipewire import PipeWireServer, alsa_plugin, pipewire_is_installed
from tests.support.pulse import PulseServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from app.playback.outputs import Device, Output, OutputClient, OutputDriver
    from server.protocol.units import LocalSec, Seconds

PATIENCE_SEC = 15
#: Most of what the sound server holds for a stream.
HOLD_UP_SEC = 0.2
INTERFACES = ["null", "pulse", "portaudio"]


class Listener:
    """An `OutputClient` that takes notes and plays silence."""

    def __init__(self) -> None:
        self.rate = 0
        self.frames = 0
        self.in_order = True
        self.threads: set[int] = set()
        self.reports: list[tuple[float, float, float]] = []
        self.asked_at = 0.0
        self.rested: list[float] = []
        self.devices: list[str] = []
        self.reasons: list[str] = []
        self.clock: DacClock | None = None

    def begin(self, rate: int) -> None:
        self.rate = rate
        self.clock = DacClock(rate)

    def heard(self, frame: float, at: LocalSec, doubt: Seconds = CERTAIN) -> None:
        assert self.clock
        self.clock.observe(frame, at, doubt)
        self.reports.append((time.monotonic(), frame, at))
        self.rested.append(time.monotonic() - self.asked_at)

    def render(self, first_frame: int, frames: int) -> NDArray[np.float32]:
        self.threads.add(threading.get_ident())
        self.in_order = self.in_order and first_frame == self.frames
        self.frames += frames
        self.asked_at = time.monotonic()
        return np.zeros((frames, 2), np.float32)

    def moved(self, device: str) -> None:
        self.devices.append(device)

    def ran_dry(self, gap: Seconds) -> None:
        pass

    def lost(self, reason: str) -> None:
        self.reasons.append(reason)


class SlowListener(Listener):
    """One that is held up for once."""

    def __init__(self) -> None:
        super().__init__()
        self.hold_up = threading.Event()

    def render(self, first_frame: int, frames: int) -> NDArray[np.float32]:
        if self.hold_up.is_set():
            self.hold_up.clear()
            threading.Event().wait(HOLD_UP_SEC)
        return super().render(first_frame, frames)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SEC
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def driver(interface: str) -> OutputDriver:
    return driver_for(OutputPreference(interface=interface))


@pytest.mark.parametrize("interface", INTERFACES)
def test_asks_for_every_frame_once_on_a_thread_of_its_own(pulse_env: PulseServer, interface: str) -> None:
    listener = Listener()
    output = driver(interface).open(listener, None)
    until(lambda: listener.frames > listener.rate * 0.6 > 0)
    output.close()
    taken = listener.frames
    assert listener.in_order
    assert threading.get_ident() not in listener.threads or interface == "pulse"
    time.sleep(0)
    assert listener.frames == taken
    output.close()


@pytest.mark.parametrize("interface", INTERFACES)
def test_says_when_frames_are_heard_as_time_goes_on(pulse_env: PulseServer, interface: str) -> None:
    listener = Listener()
    output = driver(interface).open(listener, None)
    until(lambda: len(listener.reports) > 20 and listener.reports[-1][0] - listener.reports[8][0] > 2)
    output.close()
    assert listener.clock
    line = listener.clock.line()
    assert line
    assert line.period * listener.rate == pytest.approx(1, abs=500e-6)
    now, frame, at = listener.reports[-1]
    assert line.time_of(frame) == pytest.approx(at, abs=0.005)
    assert -1 < at - now < 1


def test_pulseaudio_is_asked_for_timing_while_nobody_writes(pulse_env: PulseServer) -> None:
    listener = Listener()
    output = driver("pulse").open(listener, None)
    until(lambda: len(listener.rested) > 20)
    output.close()
    # All clients of a server write in the same moment, and its answers are stamped late while they do.
    assert np.median(listener.rested) > 0.003


@pytest.mark.parametrize("interface", ["pulse", "portaudio"])
def test_plays_where_it_is_told_to(pulse_env: PulseServer, interface: str) -> None:
    output = driver(interface).open(Listener(), "right")
    sink = next(line.split()[0] for line in pulse_env.pactl("list", "short", "sinks").splitlines() if "right" in line)
    until(lambda: any(line.split()[1] == sink for line in playing(pulse_env)))
    assert output.device == "right"
    output.close()
    until(lambda: not any(line.split()[1] == sink for line in playing(pulse_env)))


def playing(server: PulseServer) -> list[str]:
    """Streams that do not belong to the room itself."""
    streams = server.pactl("list", "short", "sink-inputs").splitlines()
    return [line for line in streams if "module-remap-sink" not in line]


@pytest.mark.parametrize("interface", ["pulse", "portaudio"])
def test_no_server_is_a_sentence_that_says_what_to_do(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch, interface: str
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    with pytest.raises(OutputUnavailableError, match=r"Start it|Connect"):
        driver(interface).open(Listener(), None)


def test_a_sink_that_is_not_there_is_named(pulse_env: PulseServer) -> None:
    with pytest.raises(OutputUnavailableError, match="“kitchen” is not there"):
        PulseDriver().open(Listener(), "kitchen")


def test_devices_are_the_servers_sinks(pulse_env: PulseServer) -> None:
    found = PulseDriver().devices()
    assert [one.name for one in found] == ["room", "left", "right"]
    assert [one.name for one in found if one.is_default] == ["left"]
    assert all(one.title for one in found)


def test_without_a_server_there_are_no_devices(pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    assert PulseDriver().devices() == []


@pytest.mark.parametrize("interface", ["auto", "pulse", "portaudio"])
def test_a_device_is_there_or_not(pulse_env: PulseServer, interface: str) -> None:
    assert driver(interface).has("right")
    assert not driver(interface).has("kitchen")


@pytest.mark.parametrize("interface", ["auto", "portaudio"])
def test_a_sink_that_is_not_there_is_not_replaced_in_silence(pulse_env: PulseServer, interface: str) -> None:
    with pytest.raises(OutputUnavailableError, match="“kitchen” is not there"):
        driver(interface).open(Listener(), "kitchen")


def test_a_chosen_sink_that_goes_is_told_by_a_device_that_stands_for_it(pulse_env: PulseServer) -> None:
    module = pulse_env.pactl("load-module", "module-null-sink", "sink_name=headset").strip()
    listener = Listener()
    output = driver("portaudio").open(listener, "headset")
    assert output.device == "headset"
    pulse_env.pactl("unload-module", module)
    until(lambda: listener.devices == ["left"] or bool(listener.reasons))
    output.close()


def test_the_end_of_the_server_is_told_once() -> None:
    listener = Listener()
    with pytest.MonkeyPatch.context() as patch, PulseServer() as server:
        for name, value in server.env().items():
            patch.setenv(name, value)
        output = PulseDriver().open(listener, None)
        until(lambda: listener.frames > 0)
        server.close()
        until(lambda: bool(listener.reasons))
    output.close()
    assert len(listener.reasons) == 1


def test_a_stream_that_is_moved_says_so(pulse_env: PulseServer) -> None:
    listener = Listener()
    output = PulseDriver().open(listener, None)
    stream = playing(pulse_env)[-1].split()[0]
    pulse_env.pactl("move-sink-input", stream, "right")
    until(lambda: listener.devices == ["right"])
    assert output.device == "right"
    output.close()


def test_another_default_device_is_told_by_a_device_that_stands_for_it(pulse_env: PulseServer) -> None:
    listener = Listener()
    output = driver("portaudio").open(listener, None)
    assert output.device == "left"
    try:
        pulse_env.pactl("set-default-sink", "right")
        until(lambda: listener.devices == ["right"])
        assert output.device == "right"
    finally:
        pulse_env.pactl("set-default-sink", "left")
        output.close()


def test_on_pulseaudio_its_own_interface_comes_first(pulse_env: PulseServer) -> None:
    assert [one.interface for one in candidates("linux")] == ["pulse", "portaudio"]


@pytest.mark.skipif(
    not pipewire_is_installed() or alsa_plugin() is None, reason="PipeWire or its ALSA device is missing"
)
def test_on_pipewire_its_own_device_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with PipeWireServer() as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        listener = Listener()
        output = driver("auto").open(listener, None)
        until(lambda: listener.frames > 0)
        assert output.interface == "portaudio"
        assert output.device == "left"
        output.close()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_portaudio_plays(platform: str) -> None:
    assert [one.interface for one in candidates(platform)] == ["portaudio"]


class Refusing:
    """A driver whose system is not there."""

    interface = "refusing"

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def open(self, client: OutputClient, device: str | None) -> Output:
        raise OutputUnavailableError(quoted(self.reason))

    def devices(self) -> list[Device]:
        return []

    def has(self, device: str) -> bool:
        return False


def test_auto_takes_the_next_best() -> None:
    auto = AutoDriver(lambda: [Refusing("one"), NullDriver()])
    output = auto.open(Listener(), None)
    assert output.interface == "null"
    output.close()
    assert [one.interface for one in auto.devices()] == ["null"]


def test_auto_gives_the_reason_of_the_best_interface() -> None:
    auto = AutoDriver(lambda: [Refusing("one"), Refusing("two")])
    with pytest.raises(OutputUnavailableError, match="one"):
        auto.open(Listener(), None)
    assert auto.devices() == []


def test_auto_without_any_interface_says_so() -> None:
    with pytest.raises(OutputUnavailableError, match="Connect a loudspeaker"):
        AutoDriver(list).open(Listener(), None)


def test_an_unknown_interface_is_refused() -> None:
    with pytest.raises(ValueError, match="'gramophone'; there are auto"):
        driver("gramophone")


def test_a_hold_up_that_nearly_drained_the_buffer_makes_it_deeper_without_a_gap(
    pulse_env: PulseServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(pulse, "_LEARNING", 0.0)
    slow = SlowListener()
    output = PulseDriver().open(slow, None)
    until(lambda: slow.frames > 0.6 * slow.rate)
    slow.hold_up.set()
    until(lambda: "more sound is held ahead" in caplog.text)
    assert "this thread waited" in caplog.text
    output.close()
