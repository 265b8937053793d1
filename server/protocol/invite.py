"""Party codes and invites: the one text that a guest needs."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: read aloud across a room and typed right the first time. 24 letters and digits.
CODE_ALPHABET: Final = "ACDEFGHJKMNPQRTVWXY34679"
CODE_LENGTH: Final = 6
DEFAULT_PORT: Final = 8750

_EXAMPLE: Final = "An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF."
#: What parts an invite from the sentence that it stands in; square brackets may be an IPv6 address's own.
_BETWEEN: Final = re.compile(r"[\s<>(){}\"'“”„’«»]+")
_NO_HOST: Final = re.compile(r"[^\w.:%-]")
_SECURE: Final = {"wss": True, "https": True, "ws": False, "http": False}


class InviteError(ValueError):
    """The text is no invite; ``str`` says what one looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A relay's address and a party's code; the code is empty where only a relay was named."""

    host: str
    port: int
    code: str = ""
    secure: bool = False

    @property
    def ws_url(self) -> str:
        """Where members connect."""
        return f"{'wss' if self.secure else 'ws'}://{self.address}/ws"

    @property
    def http_url(self) -> str:
        """Base of the relay's HTTP interface, without a trailing slash."""
        return f"{'https' if self.secure else 'http'}://{self.address}"

    @property
    def join_url(self) -> str:
        """The link that people send each other."""
        return f"{self.http_url}/join/{self.code}"

    @property
    def short(self) -> str:
        """CODE@HOST[:PORT], for typing."""
        if self.secure:
            return self.join_url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.code}@{host}" if self.port == DEFAULT_PORT else f"{self.code}@{self.address}"

    @property
    def address(self) -> str:
        """HOST:PORT, as people and addresses have it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def normalise_code(text: str) -> str:
    """A code as people write it, to the code as it is.

    Raises:
        InviteError: not a code.
    """
    code = "".join(ch for ch in text.upper() if not (ch.isspace() or _is_dash(ch)))
    if strange := "".join(sorted({ch for ch in code if ch not in CODE_ALPHABET and ch.isalnum()})):
        words = (
            f"“{text.strip()[:40]}” is not a party code: no code has {' or '.join(strange[:3])} in it. Read it again."
        )
        raise InviteError(words)
    if len(code) != CODE_LENGTH or any(ch not in CODE_ALPHABET for ch in code):
        raise InviteError(f"“{text.strip()[:40]}” is not a party code: a code has {CODE_LENGTH} letters and digits.")
    return code


def _is_dash(ch: str) -> bool:
    # Chat programs turn one kind into another.
    return ch in "_−" or unicodedata.category(ch) == "Pd"


def parse_invite(text: str, *, default_relay: Invite | None = None) -> Invite:
    """What a person pasted, to an address and a code.

    Takes ``CODE@HOST[:PORT]``, ``ws(s)://host:port/#CODE``, ``http(s)://host:port/join/CODE``,
    ``unisono://host:port/CODE`` and, where ``default_relay`` is given, a bare code; also a message that holds one.

    Raises:
        InviteError: none of these.
    """
    text = text.strip()
    try:
        return _parse_whole(text, default_relay)
    except InviteError:
        if (found := _parse_within(text)) is not None:
            return found
        raise


def _parse_whole(text: str, default_relay: Invite | None) -> Invite:
    if "://" in text:
        return _parse_link(text)
    if "@" in text:
        code, _, address = text.rpartition("@")
        return _address(f"//{address.strip()}", code=normalise_code(code), secure=False, source=text)
    if default_relay is not None and text:
        relay = default_relay
        return Invite(host=relay.host, port=relay.port, secure=relay.secure, code=normalise_code(text))
    raise InviteError(_what_is_missing(text))


def _what_is_missing(text: str) -> str:
    try:
        code = normalise_code(text)
    except InviteError:
        return f"“{text[:60]}” is not an invite. {_EXAMPLE}"
    return f"“{code}” says which party, but not where. Paste the link, or add the host’s address: {code}@192.168.1.20"


def _parse_within(text: str) -> Invite | None:
    for word in _BETWEEN.split(text):
        candidate = word.strip(",;.!?")
        # "See you @home" is no address: in a sentence one has dots or colons.
        if "://" in candidate or any(sign in candidate.rpartition("@")[2] for sign in ".:"):
            with contextlib.suppress(InviteError):
                return _parse_whole(candidate, None)
    return None


def parse_relay(text: str) -> Invite:
    """A relay's address: ``host``, ``host:port`` or a ws(s) or http(s) URL.

    Raises:
        InviteError: not an address.
    """
    text = text.strip()
    scheme, sep, _rest = text.partition("://")
    if not sep:
        return _address(f"//{text}", code="", secure=False, source=text)
    if scheme.lower() not in _SECURE:
        raise InviteError(f"“{text[:60]}” is not a relay address: it starts with ws://, wss://, http:// or https://.")
    return _address(text, code="", secure=_SECURE[scheme.lower()], source=text)


def _parse_link(text: str) -> Invite:
    scheme = text.partition("://")[0].lower()
    if scheme != "unisono" and scheme not in _SECURE:
        raise InviteError(f"“{text[:60]}” is not an invite. {_EXAMPLE}")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InviteError(f"“{text[:60]}” holds no usable address. {_EXAMPLE}") from error
    raw = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    secure = _SECURE.get(scheme, "secure=1" in parts.query)
    return _address(text, code=normalise_code(raw), secure=secure, source=text)


def _address(url: str, *, code: str, secure: bool, source: str) -> Invite:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InviteError(f"“{source[:60]}” holds no usable address. {_EXAMPLE}") from error
    if not host or _NO_HOST.search(host):
        raise InviteError(f"“{source[:60]}” holds no address. {_EXAMPLE}")
    fallback = 443 if secure else (80 if url.startswith("http:") else DEFAULT_PORT)
    return Invite(host=host, port=port or fallback, code=code, secure=secure)
