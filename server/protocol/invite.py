"""Party codes and invites: the one text that a guest needs."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: read aloud across a room and typed right the first time. 24 letters and digits.
CODE_ALPHABET: Final = "ACDEFGHJKMNPQRTVWXY34679"
CODE_LENGTH: Final = 6
DEFAULT_PORT: Final = 8750

#: Whoever pasted a page of text knows it by its beginning.
_SHOWN: Final = 60
_EXAMPLE: Final = "An invite looks like ABC-DEF@192.168.1.20 or http://192.168.1.20:8750/join/ABCDEF."
#: What parts an invite from the sentence that it stands in; square brackets may be an IPv6 address's own.
_BETWEEN: Final = re.compile(r"[\s<>(){}\"'“”„’«»]+")
_NO_HOST: Final = re.compile(r"[^\w.:%-]")
_SECURE: Final = {"wss": True, "https": True, "ws": False, "http": False}


class InviteProblem(Enum):
    """Why a text is no invite."""

    NOT_A_CODE = auto()
    MISREAD = auto()
    CODE_ALONE = auto()
    NOT_AN_INVITE = auto()
    NO_ADDRESS = auto()
    NOT_A_RELAY_ADDRESS = auto()


_SENTENCES: Final[Mapping[InviteProblem, str]] = {
    InviteProblem.NOT_A_CODE: f"“{{text}}” is not a party code: a code has {CODE_LENGTH} letters and digits.",
    InviteProblem.MISREAD: "“{text}” is not a party code: no code has {odd} in it. Read it again.",
    InviteProblem.CODE_ALONE: (
        "“{text}” says which party, but not where. Paste the link, or add the host’s address: {text}@192.168.1.20"
    ),
    InviteProblem.NOT_AN_INVITE: f"“{{text}}” is not an invite. {_EXAMPLE}",
    InviteProblem.NO_ADDRESS: f"“{{text}}” holds no usable address. {_EXAMPLE}",
    InviteProblem.NOT_A_RELAY_ADDRESS: (
        "“{text}” is not a relay address: it starts with ws://, wss://, http:// or https://."
    ),
}


class InviteError(ValueError):
    """The text is no invite; ``str`` says what one looks like.

    Attributes:
        problem: why not.
        text: its beginning.
        odd: letters that cannot be in it.
    """

    def __init__(self, problem: InviteProblem, text: str, odd: str = "") -> None:
        self.problem, self.text, self.odd = problem, text[:_SHOWN], odd
        super().__init__(_SENTENCES[problem].format(text=self.text, odd=odd))


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
    if odd := sorted({ch for ch in code if ch not in CODE_ALPHABET and ch.isalnum()}):
        raise InviteError(InviteProblem.MISREAD, text.strip(), ", ".join(odd[:3]))
    if len(code) != CODE_LENGTH or any(ch not in CODE_ALPHABET for ch in code):
        raise InviteError(InviteProblem.NOT_A_CODE, text.strip())
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
    raise InviteError(_what_is_missing(text), text)


def _what_is_missing(text: str) -> InviteProblem:
    try:
        normalise_code(text)
    except InviteError:
        return InviteProblem.NOT_AN_INVITE
    return InviteProblem.CODE_ALONE


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
        raise InviteError(InviteProblem.NOT_A_RELAY_ADDRESS, text)
    return _address(text, code="", secure=_SECURE[scheme.lower()], source=text)


def _parse_link(text: str) -> Invite:
    scheme = text.partition("://")[0].lower()
    if scheme != "unisono" and scheme not in _SECURE:
        raise InviteError(InviteProblem.NOT_AN_INVITE, text)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InviteError(InviteProblem.NO_ADDRESS, text) from error
    raw = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    secure = _SECURE.get(scheme, "secure=1" in parts.query)
    return _address(text, code=normalise_code(raw), secure=secure, source=text)


def _address(url: str, *, code: str, secure: bool, source: str) -> Invite:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InviteError(InviteProblem.NO_ADDRESS, source) from error
    if not host or _NO_HOST.search(host):
        raise InviteError(InviteProblem.NO_ADDRESS, source)
    fallback = 443 if secure else (80 if url.startswith("http:") else DEFAULT_PORT)
    return Invite(host=host, port=port or fallback, code=code, secure=secure)
