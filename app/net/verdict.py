"""What an exception on the way to the relay means for a person. Pure."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus, InvalidURI

from app.said import Said, Saying

if TYPE_CHECKING:
    from server.protocol.invite import Invite

UNREACHABLE = "relay-unreachable"
BAD_CERTIFICATE = "bad-certificate"
NOT_A_RELAY = "not-a-relay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to make of a failed attempt.

    Attributes:
        code: as in `LinkFailed`.
        said: the sentence, which says what to do.
    """

    code: str
    said: Said


def judge(error: BaseException, relay: Invite) -> Verdict:
    """The verdict on an exception that connecting raised."""
    where = relay.address
    match error:
        case ssl.SSLCertVerificationError():
            return Verdict(code=BAD_CERTIFICATE, said=_certificate(error, where))
        case ssl.SSLError():
            return Verdict(code=NOT_A_RELAY, said=Said(what=Saying.NO_TLS, where=where))
        case InvalidStatus() if error.response.status_code in (429, 500, 502, 503, 504):
            return Verdict(code=UNREACHABLE, said=Said(what=Saying.RELAY_BUSY, where=where))
        case InvalidHandshake() | InvalidMessage() | InvalidURI():
            return Verdict(code=NOT_A_RELAY, said=Said(what=Saying.NO_RELAY, where=where))
        case TimeoutError():
            said = Said(what=Saying.NO_ANSWER, where=where)
        # A name with several addresses fails as one error that only lists the others in its text.
        case OSError() if isinstance(error, ConnectionRefusedError) or f"[Errno {errno.ECONNREFUSED}]" in str(error):
            said = Said(what=Saying.NOTHING_RUNS, where=where)
        case socket.gaierror():
            said = Said(what=Saying.NAME_UNKNOWN, name=relay.host)
        case ConnectionClosed() | EOFError() | ConnectionResetError() | BrokenPipeError():
            said = Said(what=Saying.RELAY_CLOSED, where=where)
        case OSError():
            why = error.strerror or ""
            said = Said(what=Saying.UNREACHABLE_WHY if why else Saying.UNREACHABLE, where=where, why=why)
        case _:
            said = Said(what=Saying.CONNECTION_FAILED, where=where, why=str(error))
    return Verdict(code=UNREACHABLE, said=said)


def _certificate(error: ssl.SSLCertVerificationError, where: str) -> Said:
    why = str(getattr(error, "verify_message", "") or "")
    return Said(what=Saying.CERTIFICATE_REFUSED_WHY if why else Saying.CERTIFICATE_REFUSED, where=where, why=why)
