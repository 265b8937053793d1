from __future__ import annotations

import pytest

from app.playback.decode_report import (
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
    encode_job,
    encode_report,
)


@pytest.mark.parametrize(
    "report",
    [
        FormatKnown(rate=44100, offset=44, duration=1.5, frames=9),
        Progressed(frames=3, fraction=0.25),
        Decoded(frames=7, verified=True, damaged=True, libvlc="3.0"),
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
