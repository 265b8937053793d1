from __future__ import annotations

import pytest

from app.playback.speaker_lines import (
    FACTS,
    ORDERS,
    Fact,
    OpenVoice,
    Order,
    Samples,
    SamplesWanted,
    SetVoiceRate,
    SetVolume,
    SpeakerFailed,
    SpeakerOpened,
    StartVoice,
    StopVoice,
    UseDevice,
    VoiceEnded,
    VoiceSounded,
    VoiceStarted,
    VoiceTime,
)


@pytest.mark.parametrize(
    "order",
    [
        UseDevice(device="right"),
        OpenVoice(voice=1, rate=48_000, url="http://x"),
        StartVoice(voice=1, at=1.5),
        StopVoice(voice=1, at=2.5),
        SetVoiceRate(voice=1, rate=1.001),
        SetVolume(volume=0.5),
        Samples(voice=1, size=3, end=True),
    ],
    ids=lambda order: type(order).__name__,
)
def test_an_order_survives_its_line(order: Order) -> None:
    assert ORDERS.decode(ORDERS.encode(order).encode()) == order


@pytest.mark.parametrize(
    "fact",
    [
        SpeakerOpened(device="d"),
        SpeakerFailed(code="c", detail="x"),
        SamplesWanted(voice=1, start=2, count=3),
        VoiceStarted(voice=1, at=1.0),
        VoiceSounded(voice=1, at=1.0),
        VoiceTime(voice=1, at=1.0, seconds=2.0),
        VoiceEnded(voice=1, failed=True),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_a_fact_survives_its_line(fact: Fact) -> None:
    assert FACTS.decode(FACTS.encode(fact)) == fact


@pytest.mark.parametrize("line", [b"", b"\xff\xfe", b"[main] chatter", b'{"is": "opened"}', b'{"is": ["x"]}'])
def test_anything_else_is_passed_over(line: bytes) -> None:
    assert FACTS.decode(line) is None
