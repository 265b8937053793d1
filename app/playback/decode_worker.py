"""The decode worker: a child process that turns one track into PCM with libVLC, and tells of it on stdout.

A file that crashes or hangs libVLC costs this process and a message, never the app. The first line of stdin is the
job; the end of stdin is the end of the parent, and of this process. One that reads tags is given many jobs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from app.playback.byte_source import ByteSource, SourceError
from app.playback.decode_ahead import Ahead, SharedSource
from app.playback.decode_engine import Decoding
from app.playback.decode_report import (
    FRAME_BYTES,
    PCM_NAME,
    CoverSaved,
    Decoded,
    DecodeJob,
    Failed,
    FormatKnown,
    Progressed,
    Report,
    TagsRead,
    decode_job,
    decode_wanted,
    encode_report,
)
from app.playback.decode_source import open_source
from app.playback.decode_verdict import Outcome, is_damaged, judge
from app.playback.decoder_choice import (
    ANY_DECODERS,
    OTHER_DECODERS,
    OWN_DECODERS,
    SEARCH_BYTES,
    Trim,
    id3_length,
    trim_of_others,
)
from app.playback.pcm_header import hiding_patch
from app.playback.source_repairs import repaired
from app.playback.vlc_runtime import LibVlcMissingError, libvlc_version, load_vlc

#: Below the music itself and the window, above nothing: on a busy machine decoding still gets its share.
_NICENESS: Final = 5
#: The first samples are waited for by a person.
_FIRST_TICK_SEC: Final = 0.005
_TICK_SEC: Final = 0.05
#: Left free on the disk, for everyone else; libVLC does not report a failed write.
_DISK_RESERVE: Final = 16 << 20
_ALIVE_SEC: Final = 1.0
#: libVLC takes 0.2 s to decode a minute; in this time without a sample or a byte it hangs.
_HANG_SEC: Final = 15.0
#: So much music less to wait for is worth a second decode, which takes as long to start as 20 s take to decode.
_AHEAD_LEAST_SEC: Final = 45.0
#: What a download has received so far.
SPOOL_NAME: Final = "download"
#: Overrides the choice of decoders, one attempt a word: for tests and for finding faults.
_DECODERS_VARIABLE: Final = "UNISONO_DECODERS"
_telling = threading.Lock()


class _Worker:
    """Runs one job and reports it."""

    def __init__(self, job: DecodeJob) -> None:
        self._job = job
        self._folder = Path(job.folder)
        self._format: FormatKnown | None = None
        self._exact_frames: int | None = None
        self._head: bytes | None = None  # only where a foreign decoder's samples have to be trimmed
        self._trim = Trim()
        self._wanted: float | None = None
        self._ahead: Ahead | None = None
        self._decoders = ""
        self._frames_told = -1
        self._told_at = 0.0
        self._moved = (-1, -1)
        self._moved_at = 0.0

    def want(self, seconds: float) -> None:
        """The track will be entered there; called on another thread."""
        self._wanted = seconds

    def run(self) -> Report:
        """The last report."""
        os.chdir(self._folder)
        try:
            vlc = load_vlc()
            source = SharedSource(open_source(self._job, self._folder / SPOOL_NAME))
            shown, self._exact_frames = repaired(source)
            return self._try_decoders(vlc, source, shown)
        except LibVlcMissingError as error:
            return Failed(code="libvlc-missing", detail="; ".join(error.tried))
        except SourceError as error:
            return Failed(code=error.code, detail=error.detail)

    def _try_decoders(self, vlc: Any, source: ByteSource, shown: ByteSource) -> Report:
        """The decoders that every member uses; others where those are missing or give nothing."""
        choices = os.environ.get(_DECODERS_VARIABLE, "").split() or [OWN_DECODERS, OTHER_DECODERS, ANY_DECODERS]
        report: Report = Failed(code="corrupt")
        for decoders in choices:
            self._decoders = decoders
            self._head = _head_of(source) if decoders == OTHER_DECODERS else None
            decoding = Decoding(vlc, shown, decoders)
            report = self._decode(decoding, source, libvlc_version(vlc))
            # Anything decoded, or no audio to decode, is final.
            if self._format is not None or not isinstance(report, Failed) or not decoding.audio_streams():
                break
            if report.code != "corrupt":
                break
        return report

    def _decode(self, decoding: Decoding, source: ByteSource, libvlc: str) -> Report:
        decoding.start()
        while not decoding.wait(_FIRST_TICK_SEC if self._format is None else _TICK_SEC):
            self._tick(decoding)
            self._look_ahead(decoding, source)
            if decoding.failure is not None:
                break
            trouble = self._trouble(decoding)
            if trouble is not None:
                return trouble
        if decoding.failure is not None:
            return Failed(code=decoding.failure.code, detail=decoding.failure.detail)
        decoding.finish()
        self._tick(decoding)
        if self._disk_is_full() or not self._can_write():
            return Failed(code="disk-full")
        report = self._conclude(decoding, source, libvlc)
        if isinstance(report, Decoded):
            self._tell_cover(decoding.vlc)
        self._remove_spool()
        return report

    def _look_ahead(self, decoding: Decoding, source: ByteSource) -> None:
        """Begin where the track will be entered, if that is far ahead."""
        wanted, form = self._wanted, self._format
        if wanted is None or form is None or self._ahead is not None or self._decoders != OWN_DECODERS:
            return
        self._wanted = None
        if wanted - self._frames(decoding) / form.rate > _AHEAD_LEAST_SEC:
            self._ahead = Ahead(decoding.vlc, source, wanted, _tell)

    def _trouble(self, decoding: Decoding) -> Failed | None:
        """A reason to give up in the middle."""
        if self._disk_is_full():
            return Failed(code="disk-full")
        if self._format is not None and self._frames_told > self._job.longest_sec * self._format.rate:
            return Failed(code="endless-stream")
        now = time.monotonic()
        progress = (self._frames_told, decoding.bytes_read)
        if progress != self._moved or decoding.is_fetching:
            self._moved, self._moved_at = progress, now
        if now - self._moved_at > _HANG_SEC:
            return Failed(code="decoder-crashed", detail="libVLC stands still")
        return None

    def _conclude(self, decoding: Decoding, source: ByteSource, libvlc: str) -> Report:
        form = self._format
        frames = self._frames(decoding)
        outcome = Outcome(
            frames=frames,
            rate=form.rate if form is not None else 0,
            announced=self._announced(decoding),
            head=source.read(0, 16),
            has_audio=bool(decoding.audio_streams()),
            protected=decoding.is_protected(),
        )
        failed = judge(outcome)
        if failed is not None:
            return failed
        assert form is not None  # noqa: S101 - frames without a format cannot be
        self._finish_file(form, frames)
        verified = self._job.sha256 is not None and source.sha256() == self._job.sha256
        return Decoded(frames=frames, verified=verified, damaged=is_damaged(outcome), libvlc=libvlc)

    def _tell_cover(self, vlc: Any) -> None:
        """The picture in the file, or beside a local one: everything was read by now, so nothing is fetched for it."""
        from app.playback.decode_tags import read_tags_with  # noqa: PLC0415 - decoding starts sooner without

        local = Path(self._job.location)
        tags = read_tags_with(vlc, local if local.is_absolute() else self._folder / SPOOL_NAME, self._folder)
        if isinstance(tags, TagsRead) and tags.cover is not None:
            _tell(CoverSaved(path=tags.cover))

    def _remove_spool(self) -> None:
        with contextlib.suppress(OSError):  # Windows keeps it as long as it is open; the folder goes with the track
            Path(SPOOL_NAME).unlink(missing_ok=True)

    def _announced(self, decoding: Decoding) -> float | None:
        if self._exact_frames is not None and self._format is not None:
            return self._exact_frames / self._format.rate  # libVLC counts the padding in
        return decoding.announced()

    def _finish_file(self, form: FormatKnown, frames: int) -> None:
        """Make the file hold the true samples only, since in the cache it stands for itself."""
        os.truncate(PCM_NAME, form.offset + frames * FRAME_BYTES)
        if self._trim.start:
            offset, patch = hiding_patch(form.offset - self._trim.start * FRAME_BYTES, self._trim.start)
            with Path(PCM_NAME).open("r+b") as file:
                file.seek(offset)
                file.write(patch)

    def _tick(self, decoding: Decoding) -> None:
        """Tell the format once, then how far it is; at least once a second, as a sign of life."""
        if self._format is None:
            self._format = self._true_format(decoding)
            if self._format is not None:
                _tell(self._format)
        frames = self._frames(decoding)
        now = time.monotonic()
        if frames == self._frames_told and now - self._told_at < _ALIVE_SEC:
            return
        self._frames_told, self._told_at = frames, now
        _tell(Progressed(frames=frames, fraction=self._fraction(decoding, frames)))

    def _true_format(self, decoding: Decoding) -> FormatKnown | None:
        form = decoding.format()
        if form is None:
            return None
        if self._exact_frames is not None:
            form = replace(form, frames=self._exact_frames, duration=self._exact_frames / form.rate)
        streams = decoding.audio_streams()
        if self._head is not None and streams:
            codec, rate = streams[0]
            self._trim = trim_of_others(codec, self._head, max(1, round(form.rate / rate)) if rate else 1)
            frames = form.frames if self._trim.total is None else self._trim.total
            form = replace(form, offset=form.offset + self._trim.start * FRAME_BYTES, frames=frames)
        return form

    def _frames(self, decoding: Decoding) -> int:
        if self._format is None:
            return 0
        frames = decoding.frames(self._format.offset)
        return frames if self._format.frames is None else min(frames, self._format.frames)

    def _fraction(self, decoding: Decoding, frames: int) -> float:
        form = self._format
        if form is not None and form.duration:
            return min(1.0, frames / (form.duration * form.rate))
        return decoding.fraction_read()

    def _disk_is_full(self) -> bool:
        return shutil.disk_usage(self._folder).free < _DISK_RESERVE

    def _can_write(self) -> bool:
        """Quotas do not show in the free space."""
        probe = self._folder / "probe"
        try:
            probe.write_bytes(bytes(1 << 16))
            probe.unlink()
        except OSError:
            return False
        return True


def main() -> None:
    """The process: reads the job, does it, reports, and ends without waiting for libVLC's threads."""
    line = sys.stdin.readline()
    if not line:
        return
    job = decode_job(line)
    if sys.platform != "win32":  # there the parent starts it at low priority
        os.nice(_NICENESS)
    if job.tags_only:
        from app.playback.decode_tags import answer_jobs  # noqa: PLC0415 - decoding starts sooner without

        answer_jobs(job, sys.stdin, _tell)
    else:
        worker = _Worker(job)
        threading.Thread(target=_listen, args=(worker,), daemon=True).start()
        _tell(worker.run())
    # A stuck download or a confused demuxer must not keep the process.
    os._exit(0)


def _head_of(source: ByteSource) -> bytes:
    """The first bytes after an ID3 tag."""
    return source.read(id3_length(source.read(0, 10)), SEARCH_BYTES)


def _tell(report: Report) -> None:
    with _telling:
        sys.stdout.write(encode_report(report) + "\n")
        sys.stdout.flush()


def _listen(worker: _Worker) -> None:
    """What the parent adds; its end is ours."""
    while line := sys.stdin.readline():
        worker.want(decode_wanted(line))
    os._exit(0)


if __name__ == "__main__":
    main()
