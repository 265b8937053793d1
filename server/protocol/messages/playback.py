"""Scheduled playback: what the host asks and what everybody is told."""

from __future__ import annotations

from typing import ClassVar, Literal

from server.protocol.messages.base import Message
from server.protocol.units import (
    WireCount,
    WireDurationMs,
    WireId,
    WirePositionSec,
    WireServerMs,
    WireSha256,
    WireTitle,
    WireUrl,
)


class HostPlay(Message, frozen=True, kw_only=True, tag="HOST_PLAY"):
    """Start a track, or without one resume the paused track at its paused position.

    ``item_id`` starts that item of the queue; a track that is not in the queue is put there, after the current item.
    """

    track_id: WireId | None = None
    track_url: WireUrl | None = None
    title: WireTitle | None = None
    filename: WireTitle | None = None
    position_sec: WirePositionSec | None = None
    duration_ms: WireDurationMs | None = None
    item_id: WireId | None = None
    sha256: WireSha256 | None = None
    size_bytes: WireCount | None = None
    artist: WireTitle | None = None


class _Scheduled(Message, frozen=True, kw_only=True):
    track_id: WireId
    track_url: WireUrl
    title: WireTitle
    filename: WireTitle
    duration_ms: WireDurationMs | None
    start_at_server_ms: WireServerMs
    start_position_sec: WirePositionSec
    sha256: WireSha256 | None = None
    size_bytes: WireCount | None = None
    sequence: WireCount = 0
    item_id: WireId | None = None
    artist: WireTitle | None = None


class PreparePlay(_Scheduled, frozen=True, kw_only=True, tag="PREPARE_PLAY"):
    """All members are to be heard from ``start_position_sec`` at ``start_at_server_ms``."""


class PlayAt(_Scheduled, frozen=True, kw_only=True, tag="PLAY_AT"):
    """Sent at ``start_at_server_ms``: confirms PREPARE_PLAY, or starts who missed it."""


class HostPause(Message, frozen=True, kw_only=True, tag="HOST_PAUSE"):
    """Pause for all."""


class Pause(Message, frozen=True, kw_only=True, omit_defaults=False, tag="PAUSE"):
    """All fall silent at the same sample: ``paused_at_server_ms`` lies slightly in the future."""

    paused_at_server_ms: WireServerMs
    paused_position_sec: WirePositionSec
    status: Literal["paused"] = "paused"
    sequence: WireCount = 0


class HostStop(Message, frozen=True, kw_only=True, tag="HOST_STOP"):
    """Stop for all."""


class Stop(Message, frozen=True, kw_only=True, tag="STOP"):
    """Everybody stops at once."""

    sequence: WireCount = 0


class HostSeek(Message, frozen=True, kw_only=True, tag="HOST_SEEK"):
    """Move to ``position_sec`` of the current track."""

    position_sec: WirePositionSec


class HostNext(Message, frozen=True, kw_only=True, tag="HOST_NEXT"):
    """Go to the next item of the queue."""


class HostPrevious(Message, frozen=True, kw_only=True, tag="HOST_PREVIOUS"):
    """Go to the previous item of the queue, or to the start of the present one when over 3 s into it."""


class HostStartNow(Message, frozen=True, kw_only=True, tag="HOST_START_NOW"):
    """Start without the members that are not ready yet."""


class LegacyPlay(Message, frozen=True, kw_only=True, tag="PLAY"):
    """What clients older than scheduled playback understand; sent at the start, to them only."""

    newest_wins: ClassVar[bool] = True

    track_url: WireUrl
    title: WireTitle
    filename: WireTitle
    server_timestamp: WireServerMs
    position_sec: WirePositionSec
