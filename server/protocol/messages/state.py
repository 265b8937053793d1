"""The state of a party: what plays, what is queued, who is ready, who is in sync."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from server.protocol.messages.base import Message, Record
from server.protocol.messages.membership import TrackState
from server.protocol.units import (
    WireCount,
    WireDurationMs,
    WireFigure,
    WireFraction,
    WireId,
    WirePositionSec,
    WireSentence,
    WireServerMs,
    WireSha256,
    WireTitle,
    WireUrl,
)

TrackStatusWord = Literal["preparing", "playing", "paused", "stopped"]


class QueueItem(Record, frozen=True, kw_only=True):
    """One entry of the queue. The relay gives ``item_id`` where the host gave none."""

    item_id: WireId | None = None
    track_id: WireId | None = None
    track_url: WireUrl | None = None
    title: WireTitle = ""
    filename: WireTitle = ""
    duration_ms: WireDurationMs | None = None
    sha256: WireSha256 | None = None
    size_bytes: WireCount | None = None
    artist: WireTitle | None = None


class QueueAdd(Message, frozen=True, kw_only=True, tag="QUEUE_ADD"):
    """Add items, before ``before_item_id`` or at the end."""

    items: Annotated[tuple[QueueItem, ...], Meta(min_length=1, max_length=500)]
    before_item_id: WireId | None = None


class QueueRemove(Message, frozen=True, kw_only=True, tag="QUEUE_REMOVE"):
    """Take items out."""

    item_ids: Annotated[tuple[WireId, ...], Meta(min_length=1, max_length=2000)]


class QueueMove(Message, frozen=True, kw_only=True, tag="QUEUE_MOVE"):
    """Move one item before another, or to the end."""

    item_id: WireId
    before_item_id: WireId | None = None


class QueueClear(Message, frozen=True, kw_only=True, tag="QUEUE_CLEAR"):
    """Take out every item but the current one."""


class QueueUpdated(Message, frozen=True, kw_only=True, tag="QUEUE_UPDATED"):
    """The whole queue; ``current_index`` is -1 while nothing of it is current."""

    newest_wins: ClassVar[bool] = True

    items: tuple[QueueItem, ...]
    current_index: Annotated[int, Meta(ge=-1, le=100_000)] = -1


class Track(Record, frozen=True, kw_only=True):
    """The current track."""

    track_id: WireId
    track_url: WireUrl
    title: WireTitle
    filename: WireTitle
    duration_ms: WireDurationMs | None = None
    sha256: WireSha256 | None = None
    size_bytes: WireCount | None = None
    item_id: WireId | None = None
    artist: WireTitle | None = None


class RequestSyncState(Message, frozen=True, kw_only=True, tag="REQUEST_SYNC_STATE"):
    """Ask where the party is."""


class SyncState(Message, frozen=True, kw_only=True, tag="SYNC_STATE"):
    """Where the party is; sent unasked after JOINED, and when a start waits for members to be ready."""

    newest_wins: ClassVar[bool] = True

    server_now_ms: WireServerMs
    status: TrackStatusWord
    track: Track | None = None
    start_at_server_ms: WireServerMs | None = None
    start_position_sec: WirePositionSec | None = None
    paused_at_server_ms: WireServerMs | None = None
    paused_position_sec: WirePositionSec | None = None
    queue: tuple[QueueItem, ...] = ()
    current_index: Annotated[int, Meta(ge=-1, le=100_000)] = -1
    sequence: WireCount = 0
    #: Ids of members that the start waits for; empty unless ``status`` is "preparing".
    waiting_for: tuple[WireId, ...] = ()


class TrackStatus(Message, frozen=True, kw_only=True, tag="TRACK_STATUS"):
    """How far a member is with a track; ``frames`` and ``rate`` (Hz) of the decoded PCM once ready."""

    track_id: WireId
    state: TrackState
    progress: WireFraction = 0.0
    error: WireSentence | None = None
    frames: WireCount | None = None
    rate: Annotated[int, Meta(ge=1000, le=768_000)] | None = None


class SyncReport(Message, frozen=True, kw_only=True, tag="SYNC_REPORT"):
    """A member's own figures, every 5 s while playing, and when ``held_ms`` grew.

    That is the sound that its output has taken and does not give back.
    """

    drift_ms: WireFigure
    uncertainty_ms: WireFigure
    rtt_ms: WireFigure
    rate_ppm: WireFigure = 0.0
    corrections: WireCount = 0
    held_ms: WireFigure = 0.0
