"""One file as a multipart/form-data body of known length (RFC 7578), in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What goes around the file's bytes.

    Attributes:
        content_type: for the request's header.
        head: before the file.
        tail: after it.
    """

    content_type: str
    head: bytes
    tail: bytes

    def length(self, size: int) -> int:
        """Of the whole body around ``size`` bytes; a relay can refuse a too large one before it is sent."""
        return len(self.head) + size + len(self.tail)


def envelope(filename: str, boundary: str) -> Envelope:
    """The envelope of a file in the field ``audio``.

    Args:
        filename: any text; characters that a header cannot carry are encoded (RFC 8187).
        boundary: a random token that no file contains.
    """
    plain = "".join(ch if ch.isascii() and ch.isprintable() and ch not in '"\\' else "_" for ch in filename)
    disposition = f'form-data; name="audio"; filename="{plain}"; filename*=UTF-8\'\'{quote(filename, safe="")}'
    head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return Envelope(
        content_type=f"multipart/form-data; boundary={boundary}",
        head=head.encode(),
        tail=f"\r\n--{boundary}--\r\n".encode(),
    )
