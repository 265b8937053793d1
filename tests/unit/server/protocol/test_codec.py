from __future__ import annotations

import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol import messages as m
from server.protocol.codec import MAX_CLIENT_FRAME, decode_client, decode_server, encode
from server.protocol.errors import ErrorCode, ProtocolError
from tests.unit.server.protocol.samples import FROM_CLIENTS, FROM_RELAYS


@pytest.mark.parametrize(("frame", "message"), FROM_CLIENTS.items(), ids=lambda value: str(value)[:40])
def test_what_clients_say_reads_and_writes_as_pinned(frame: str, message: m.Message) -> None:
    assert decode_client(frame) == message
    assert encode(message) == frame


@pytest.mark.parametrize(("frame", "message"), FROM_RELAYS.items(), ids=lambda value: str(value)[:40])
def test_what_relays_say_reads_and_writes_as_pinned(frame: str, message: m.Message) -> None:
    assert decode_server(frame) == message
    assert encode(message) == frame


def test_every_message_has_a_pinned_sample() -> None:
    assert {type(message) for message in FROM_CLIENTS.values()} == set(m.ClientMessage.__args__)
    assert {type(message) for message in FROM_RELAYS.values()} == set(m.ServerMessage.__args__)


def test_types_and_fields_of_a_later_version_are_ignored() -> None:
    assert decode_client('{"t":"TELEPORT","to":3}') is None
    assert decode_server('{"t":"TELEPORT"}') is None
    assert decode_client('{"t":"HOST_PAUSE","gently":true}') == m.HostPause()


def test_bytes_are_read_like_text() -> None:
    assert decode_client(b'{"t":"HOST_PAUSE"}') == m.HostPause()


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"t":3}',
        '{"t":"JOIN"',
        '{"t":"JOIN","code":"ABCDEF"}',
        '{"t":"CREATE","name":3}',
        '{"t":"HOST_SEEK","positionSec":"3"}',
        '{"t":"HOST_SEEK","positionSec":-0.1}',
        '{"t":"HOST_SEEK","positionSec":86401}',
        '{"t":"HOST_SEEK","positionSec":NaN}',
        '{"t":"HOST_SEEK","positionSec":1e999}',
        '{"t":"TIME_PING","clientNowMs":1e16,"pingId":1}',
        '{"t":"TIME_PING","clientNowMs":1,"pingId":-1}',
        '{"t":"SYNC_REPORT","driftMs":1e10,"uncertaintyMs":0,"rttMs":0}',
        '{"t":"TRACK_STATUS","trackId":"t","state":"eaten"}',
        '{"t":"TRACK_STATUS","trackId":"t","state":"ready","progress":1.5}',
        '{"t":"TRACK_STATUS","trackId":"","state":"ready"}',
        '{"t":"QUEUE_ADD","items":[]}',
        '{"t":"HOST_PLAY","sha256":"ABC"}',
        '{"t":"CREATE","name":"' + "x" * 65 + '"}',
        '{"t":"CREATE","name":"Ada","capabilities":["' + '","'.join("x" * 17) + '"]}',
        b'{"t":"CREATE","name":"\xff"}',
        "[" * 50_000,
        '{"t":"PREPARE_PLAY"}',
    ],
    ids=lambda frame: str(frame)[:50],
)
def test_a_frame_that_is_wrong_is_refused_with_a_sentence(frame: str | bytes) -> None:
    if frame == '{"t":"PREPARE_PLAY"}':
        # A relay's message says nothing to a relay.
        assert decode_client(frame) is None
        return
    with pytest.raises(ProtocolError) as caught:
        decode_client(frame)
    assert caught.value.code is ErrorCode.BAD_MESSAGE
    assert 0 < len(str(caught.value)) <= 500


def test_a_full_queue_fits_into_a_frame_that_clients_may_send() -> None:
    item = m.QueueItem(track_id="t" * 32, title="x" * 150, filename="y" * 150, duration_ms=123456.5, sha256="a" * 64)
    assert len(encode(m.QueueAdd(items=(item,) * 500))) < MAX_CLIENT_FRAME


_text = st.text(max_size=64)
_ident = st.text(string.ascii_letters + string.digits, min_size=1, max_size=64)
_position = st.floats(0, 86_400, allow_nan=False)
_ms = st.floats(0, 9e15, allow_nan=False)


@given(client_now_ms=st.floats(-9e15, 9e15), ping_id=st.integers(0, 2**53 - 1) | st.text(max_size=20))
def test_a_ping_comes_back_to_the_last_bit(client_now_ms: float, ping_id: int | str) -> None:
    ping = m.TimePing(client_now_ms=client_now_ms, ping_id=ping_id)
    assert decode_client(encode(ping)) == ping


@given(name=_text, code=st.text(min_size=1, max_size=16), token=st.none() | _ident)
def test_any_name_survives_the_wire(name: str, code: str, token: str | None) -> None:
    join = m.Join(name=name, code=code, member_token=token)
    assert decode_client(encode(join)) == join


@given(ident=_ident, title=_text, at=_ms, position=_position, duration=st.none() | st.floats(0, 86_400_000))
def test_any_schedule_survives_the_wire(
    ident: str, title: str, at: float, position: float, duration: float | None
) -> None:
    prepare = m.PreparePlay(
        track_id=ident,
        track_url="https://example.org/",
        title=title,
        filename=title,
        duration_ms=duration,
        start_at_server_ms=at,
        start_position_sec=position,
    )
    assert decode_server(encode(prepare)) == prepare


@given(frame=st.text() | st.binary())
def test_no_frame_whatever_breaks_the_decoder(frame: str | bytes) -> None:
    for decode in (decode_client, decode_server):
        with contextlib.suppress(ProtocolError):
            decode(frame)
