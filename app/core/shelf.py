"""The tracks that this member has, or is getting, and what the party is told of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, assert_never
from urllib.parse import urljoin, urlsplit

from app.core.effects import Effect, Load, Unload
from app.core.player_facts import TrackCover, TrackFailed, TrackProgress, TrackReady, TrackSource, TrackWaveform
from app.said import english
from server.protocol.messages import QueueItem, Track, TrackState, TrackStatus
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.core.waveform import Waveform
    from app.said import Said

#: A member list that moves once a second is alive enough; a party of hundreds must not drown in progress.
_REPORT_EVERY: Final = Seconds(1.0)
# Another place to get it from does not help.
_NO_DECODER: Final = "libvlc-missing"
#: With this much decoded beyond the start a member can begin: decoding runs hundreds of times faster than playing.
_HEAD_START: Final = Seconds(15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One track.

    Attributes:
        source: where its bytes are.
        state: the wire's word for how far it is.
        fraction: decoded share in [0, 1].
        decoded: seconds decoded.
        frames: true length once decoded whole, at ``rate`` Hz.
        rate: see ``frames``.
        cover: an encoded image, where the file holds one.
        waveform: its loudness over time, as far as it is known.
        error: why it failed.
        error_code: the same as a stable word.
        fallback: another location to try before giving up.
        reported: what the party was told last, and when.
    """

    source: TrackSource
    state: TrackState = "downloading"
    fraction: float = 0.0
    decoded: Seconds = Seconds(0.0)
    frames: int | None = None
    rate: int | None = None
    cover: bytes | None = None
    waveform: Waveform | None = None
    error: Said | None = None
    error_code: str = ""
    fallback: str | None = None
    reported: tuple[TrackStatus, LocalSec] | None = None

    @property
    def duration(self) -> Seconds | None:
        """The true length where it is known, the announced one otherwise."""
        if self.frames is not None and self.rate:
            return Seconds(self.frames / self.rate)
        return self.source.duration

    @property
    def status(self) -> TrackStatus:
        """What the party is to know."""
        return TrackStatus(
            track_id=self.source.track_id,
            state=self.state,
            progress=min(1.0, max(0.0, self.fraction)),
            error=english(self.error)[:512] or None,
            frames=self.frames,
            rate=self.rate,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Tracks by id, and where our own files are.

    Attributes:
        entries: what is loaded or loading.
        own_files: paths of files that we gave to the party, by track id and by SHA-256.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    own_files: Mapping[str, str] = field(default_factory=dict)

    @property
    def durations(self) -> dict[str, Seconds]:
        """Lengths of the tracks that are decoded whole."""
        return {
            track_id: Seconds(entry.frames / entry.rate)
            for track_id, entry in self.entries.items()
            if entry.frames is not None and entry.rate
        }


def track_key(item: QueueItem) -> str | None:
    """The name of an item's track for the player; an item without a track id goes by its URL."""
    return item.track_id or (item.track_url[-64:] if item.track_url else None)


def announced_length(item: Track | QueueItem) -> Seconds | None:
    """How long a track is said to be, until it is decoded."""
    return Seconds(item.duration_ms / 1000) if item.duration_ms else None


def source_of(item: Track | QueueItem, shelf: Shelf, base_url: str) -> tuple[TrackSource, str | None] | None:
    """Where to get a track, and where else; None when its URL is not one that may be opened.

    Args:
        item: as the party names it.
        shelf: knows our own files, which are not downloaded again.
        base_url: the relay's HTTP address, for relative URLs.
    """
    key = item.track_id if isinstance(item, Track) else track_key(item)
    if key is None:
        return None
    url = urljoin(f"{base_url}/", item.track_url or f"/api/track/{key}")
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    own = shelf.own_files.get(key) or (shelf.own_files.get(item.sha256) if item.sha256 else None)
    source = TrackSource(
        track_id=key,
        location=own or url,
        title=item.title or item.filename,
        sha256=item.sha256,
        size_bytes=item.size_bytes,
        duration=announced_length(item),
    )
    return source, url if own else None


def want(
    shelf: Shelf, sources: Sequence[tuple[TrackSource, str | None]], keep: frozenset[str]
) -> tuple[Shelf, list[Effect]]:
    """Load what is wanted, let go of the rest except ``keep``, which may still be heard."""
    wanted = {source.track_id for source, _ in sources}
    entries = {key: entry for key, entry in shelf.entries.items() if key in wanted or key in keep}
    effects: list[Effect] = [Unload(track_id=key) for key in shelf.entries if key not in entries]
    for source, fallback in sources:
        if source.track_id not in entries:
            entries[source.track_id] = Entry(source=source, fallback=fallback)
            effects.append(Load(source=source))
    return (replace(shelf, entries=entries) if effects else shelf), effects


def note(
    shelf: Shelf, event: TrackProgress | TrackReady | TrackFailed | TrackCover | TrackWaveform, needed: Seconds
) -> tuple[Shelf, list[Effect]]:
    """The player told something about a track; ``needed`` is the position that it is wanted from."""
    entry = shelf.entries.get(event.track_id)
    if entry is None:
        return shelf, []
    effects: list[Effect] = []
    match event:
        case TrackProgress():
            enough = entry.state == "ready" or event.decoded - needed >= _HEAD_START
            entry = replace(
                entry,
                state="ready" if enough else "downloading",
                fraction=event.fraction,
                decoded=event.decoded,
                error=None,
                error_code="",
            )
        case TrackReady():
            entry = replace(
                entry,
                state="ready",
                fraction=1.0,
                decoded=event.duration,
                frames=event.frames,
                rate=event.rate,
                error=None,
                error_code="",
            )
        case TrackCover():
            entry = replace(entry, cover=event.image)
        case TrackWaveform():
            entry = replace(entry, waveform=event.waveform)
        case TrackFailed():
            if entry.fallback is not None and event.code != _NO_DECODER:
                source = replace(entry.source, location=entry.fallback)
                entry = Entry(source=source, reported=entry.reported)
                effects = [Unload(track_id=event.track_id), Load(source=source)]
            else:
                entry = replace(entry, state="failed", error=event.said, error_code=event.code)
        case _:
            assert_never(event)
    return replace(shelf, entries={**shelf.entries, event.track_id: entry}), effects


def afresh(shelf: Shelf) -> tuple[Shelf, list[Effect]]:
    """Load again what failed: a network or a library may be there now."""
    failed = {key: entry for key, entry in shelf.entries.items() if entry.state == "failed"}
    if not failed:
        return shelf, []
    again = {key: Entry(source=entry.source, reported=entry.reported) for key, entry in failed.items()}
    effects: list[Effect] = []
    for key, entry in again.items():
        effects += [Unload(track_id=key), Load(source=entry.source)]
    return replace(shelf, entries={**shelf.entries, **again}), effects


def reports(shelf: Shelf, now: LocalSec) -> tuple[Shelf, list[TrackStatus]]:
    """What the party has to be told now: every change of state at once, progress now and then."""
    due = {key: entry for key, entry in shelf.entries.items() if _is_due(entry, now)}
    if not due:
        return shelf, []
    entries = {**shelf.entries, **{key: replace(entry, reported=(entry.status, now)) for key, entry in due.items()}}
    return replace(shelf, entries=entries), [entry.status for entry in due.values()]


def unreported(shelf: Shelf) -> Shelf:
    """The party forgot what it was told: we joined again."""
    return replace(shelf, entries={key: replace(entry, reported=None) for key, entry in shelf.entries.items()})


def _is_due(entry: Entry, now: LocalSec) -> bool:
    if entry.reported is None:
        return True
    told, at = entry.reported
    status = entry.status
    if (told.state, told.frames, told.error) != (status.state, status.frames, status.error):
        return True
    return told.progress != status.progress and now - at >= _REPORT_EVERY
