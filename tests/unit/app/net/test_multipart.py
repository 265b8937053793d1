from __future__ import annotations

from app.net.multipart import envelope


def test_the_body_is_as_long_as_announced() -> None:
    around = envelope("song.flac", "b0undary")
    assert around.length(5) == len(around.head + b"music" + around.tail)


def test_head_and_tail_frame_one_field_named_audio() -> None:
    around = envelope("song.flac", "b0undary")
    assert around.content_type == "multipart/form-data; boundary=b0undary"
    assert around.head.startswith(b'--b0undary\r\nContent-Disposition: form-data; name="audio"; filename="song.flac";')
    assert around.head.endswith(b"\r\n\r\n")
    assert around.tail == b"\r\n--b0undary--\r\n"


def test_no_name_breaks_out_of_its_header() -> None:
    head = envelope('a"\r\nX-Evil: 1\\\x00 ü.mp3', "b").head
    assert head.count(b"\r\n") == 4
    assert b'filename="a___X-Evil: 1__ _.mp3"' in head
    assert b"filename*=UTF-8''a%22%0D%0AX-Evil%3A%201%5C%00%20%C3%BC.mp3" in head
