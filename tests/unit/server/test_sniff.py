from __future__ import annotations

import pytest

from server.sniff import sniff

_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


def ogg(packet: bytes) -> bytes:
    return b"OggS" + bytes(23) + b"\x13" + packet + bytes(32)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "audio/wav"),
        (b"FORM\x00\x00\x00\x00AIFF", "audio/aiff"),
        (b"FORM\x00\x00\x00\x00AIFC", "audio/aiff"),
        (b"fLaC\x00\x00\x00\x22", "audio/flac"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf3\x44\xc4", "audio/mpeg"),
        (bytes(64) + b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypisom", "audio/mp4"),
        (ogg(b"\x01vorbis"), "audio/ogg"),
        (ogg(b"OpusHead"), "audio/ogg"),
        (ogg(b"\x7fFLAC"), "audio/ogg"),
        (_ASF, "audio/x-ms-wma"),
        (b"wvpk\x00", "audio/x-wavpack"),
        (b"\x1aE\xdf\xa3", "audio/x-matroska"),
        (b"\x0b\x77\x00\x00", "audio/ac3"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:8].hex(),
)
def test_audio_is_known_by_its_content(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\0" * 100,
        b"<!doctype html>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"RIFF",
        b"MThd\x00\x00\x00\x06",
        b"\x00\x00\x00\x20ftypavif",
        ogg(b"\x80theora"),
        ogg(b"something"),
        b"\xff",
        b"\xff\xff\xff\xff",
        b"\xff\xe0\x00\x00",
        b"plain text",
    ],
    ids=lambda head: head[:8].hex() or "empty",
)
def test_everything_else_is_no_audio(head: bytes) -> None:
    assert sniff(head) is None
