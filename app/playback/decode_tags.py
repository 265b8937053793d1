"""What files say about themselves, read by libVLC, one after another. Runs in a worker process only."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from app.playback.decode_report import DecodeJob, Failed, TagsRead, decode_job
from app.playback.vlc_runtime import QUIET_OPTIONS, LibVlcMissingError, load_vlc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.playback.decode_report import Report

_PARSE_SEC: Final = 5.0


def answer_jobs(first: DecodeJob, lines: Iterable[str], tell: Callable[[Report], None]) -> None:
    """Tell one report for the first job, and one for each of the others, in order."""
    try:
        vlc = load_vlc()
    except LibVlcMissingError as error:
        tell(Failed(code="libvlc-missing", detail="; ".join(error.tried)))
        return
    tell(read_tags_with(vlc, Path(first.location), Path(first.folder)))
    for line in lines:
        job = decode_job(line)
        tell(read_tags_with(vlc, Path(job.location), Path(job.folder)))


def read_tags_with(vlc: Any, path: Path, folder: Path) -> Report:
    """Title, artist, album, length and cover of a local file; the cover lies below the folder, or beside the file."""
    if not path.is_absolute() or not path.is_file():
        return Failed(code="not-found", detail=f"no such file: {path}")
    # libVLC extracts embedded covers into its cache.
    os.environ["XDG_CACHE_HOME"] = str(folder)
    # One for each file, in 2 ms: an instance shows one cover for all files of the same artist and album.
    instance = vlc.Instance([*QUIET_OPTIONS, "--aout=adummy"])
    media = instance.media_new_path(str(path))
    try:
        return _parse(vlc, media)
    finally:
        media.release()
        instance.release()


def _parse(vlc: Any, media: Any) -> Report:
    parsed = threading.Event()
    media.event_manager().event_attach(vlc.EventType.MediaParsedChanged, lambda _event: parsed.set())
    flags = vlc.MediaParseFlag.local.value | vlc.MediaParseFlag.fetch_local.value
    if media.parse_with_options(flags, int(_PARSE_SEC * 1000)) != 0 or not parsed.wait(_PARSE_SEC + 1):
        return Failed(code="corrupt", detail="the tags cannot be read")
    length = media.get_duration()
    return TagsRead(
        title=_meta(vlc, media, "Title"),
        artist=_meta(vlc, media, "Artist"),
        album=_meta(vlc, media, "Album"),
        duration=length / 1000 if length > 0 else None,
        cover=_cover(media.get_meta(vlc.Meta.ArtworkURL)),
    )


def _meta(vlc: Any, media: Any, name: str) -> str:
    value = media.get_meta(getattr(vlc.Meta, name))
    return str(value).strip() if value else ""


def _cover(url: str | None) -> str | None:
    """A local image only: nothing is fetched from a network on behalf of a tag."""
    if not url or urlsplit(url).scheme != "file":
        return None
    path = Path(url2pathname(urlsplit(url).path) if os.name == "nt" else unquote(urlsplit(url).path))
    return str(path) if path.is_file() else None
