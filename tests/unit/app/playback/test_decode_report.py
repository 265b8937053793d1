from __future__ import annotations

import pytest

from app.playback.decode_report import (
    AheadKnown,
    CoverSaved,
    Decoded,
    DecodeJob,
    Failed,
    FormatKnown,
    Progressed,
    Report,
    TagsRead,
    decode_job,
    decode_report,
    decode_wanted,
    encode_job,
    encode_report,
    encode_wanted,
)


@pytest.mark.parametrize(
    "report",
    [
        FormatKnown(rate=44100, offset=44, duration=1.5, frames=9),
        Progressed(frames=3, fraction=0.25),
        Decoded(frames=7, verified=True, damaged=True, libvlc="3.0"),
        AheadKnown(start=7, offset=44, frames=3),
        CoverSaved(path="/c"),
        Failed(code="corrupt", detail="ü\n"),
        TagsRead(title="t", artist="a", album="b", duration=2.0, cover="/c"),
    ],
    ids=lambda report: type(report).__name__,
)
def test_a_report_survives_its_line(report: Report) -> None:
    line = encode_report(report)
    assert "\n" not in line
    assert decode_report(line + "\n") == report


@pytest.mark.parametrize("line", ["", "chatter", "3", "[]", "{}", '{"is": "new"}', '{"is": "progress", "x": 1}'])
def test_anything_else_on_stdout_is_passed_over(line: str) -> None:
    assert decode_report(line) is None


def test_a_job_survives_its_line() -> None:
    job = DecodeJob(location="/a b/“c”.mp3", folder="/d", size_bytes=3, sha256="e", tags_only=True)
    assert decode_job(encode_job(job)) == job


def test_a_point_of_entry_survives_its_line() -> None:
    assert decode_wanted(encode_wanted(480.25)) == 480.25
