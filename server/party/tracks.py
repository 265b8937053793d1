"""What a host may ask to be played, and how it becomes a track that every member understands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec

from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import QueueItem, Track

if TYPE_CHECKING:
    from server.protocol.messages import HostPlay

#: Uploads that the relay holds, by track id.
Catalogue: TypeAlias = Callable[[str], Track | None]

TRACK_PATH: Final = "/api/track/"

# Cc: control, Cf: invisible and direction-changing, Cs: lone surrogates, Co/Cn: nothing a font shows.
_UNWANTED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str, *, limit: int, fallback: str = "") -> str:
    """A name or a title without control characters, of at most ``limit`` characters."""
    kept = "".join(" " if unicodedata.category(ch) in _UNWANTED else ch for ch in text)
    return " ".join(kept.split())[:limit].strip() or fallback


def track_id_of_url(url: str) -> str:
    """The same URL is the same track, for members' caches and readiness."""
    return f"url-{sha256(url.encode()).hexdigest()[:32]}"


def resolve(wanted: QueueItem | HostPlay, find: Catalogue) -> QueueItem:
    """What the host named, as an item that says everything but its own id.

    An upload is handed out as the path ``/api/track/ID``, because only a member knows by which address it
    reaches the relay.

    Raises:
        ProtocolError: no such upload, or a URL that is neither http nor https.
    """
    known = _find_upload(wanted, find)
    title = clean(wanted.title or "", limit=256)
    filename = clean(wanted.filename or "", limit=256)
    artist = clean(wanted.artist or "", limit=256) or None
    if known is not None:
        item = QueueItem(
            track_id=known.track_id,
            track_url=known.track_url,
            title=title or known.title or filename or known.filename,
            filename=filename or known.filename,
            duration_ms=known.duration_ms if known.duration_ms is not None else wanted.duration_ms,
            sha256=known.sha256,
            size_bytes=known.size_bytes,
            artist=artist,
        )
    elif wanted.track_url is not None:
        check_url(wanted.track_url)
        filename = filename or clean(unquote(urlsplit(wanted.track_url).path.rpartition("/")[2]), limit=256)
        item = QueueItem(
            track_id=wanted.track_id or track_id_of_url(wanted.track_url),
            track_url=wanted.track_url,
            title=title or filename,
            filename=filename,
            duration_ms=wanted.duration_ms,
            sha256=wanted.sha256,
            size_bytes=wanted.size_bytes,
            artist=artist,
        )
    else:
        raise ProtocolError(ErrorCode.NO_TRACK, "The relay holds no such track. Upload the file again.")
    return item


def track_of(item: QueueItem) -> Track:
    """The track that a resolved item plays."""
    return msgspec.convert(item, Track, from_attributes=True)


def check_url(url: str) -> None:
    """Refuse what members must not open.

    Raises:
        ProtocolError: anything but an http or https URL with a host.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(ch.isspace() or unicodedata.category(ch) in _UNWANTED for ch in url):
        raise ProtocolError(ErrorCode.BAD_TRACK_URL, "A track is an upload or a link that starts with http or https.")


def _find_upload(wanted: QueueItem | HostPlay, find: Catalogue) -> Track | None:
    if wanted.track_id is not None and (known := find(wanted.track_id)) is not None:
        return known
    if wanted.track_url is not None and wanted.track_url.startswith(TRACK_PATH):
        return find(wanted.track_url.removeprefix(TRACK_PATH))
    return None
