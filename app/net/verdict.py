"""What an exception on the way to the relay means, in words for a person. Pure."""

from __future__ import annotations

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus, InvalidURI

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
        message: a sentence that says what to do.
    """

    code: str
    message: str


def judge(error: BaseException, relay: Invite) -> Verdict:
    """The verdict on an exception that connecting raised."""
    where = relay.address
    match error:
        case ssl.SSLCertVerificationError():
            return Verdict(code=BAD_CERTIFICATE, message=_certificate(error, where))
        case ssl.SSLError():
            return Verdict(
                code=NOT_A_RELAY,
                message=f"{where} does not speak TLS. Check the address; without TLS it starts with http:// or ws://.",
            )
        case InvalidStatus() if error.response.status_code in (429, 500, 502, 503, 504):
            return Verdict(
                code=UNREACHABLE,
                message=f"The relay at {where} is busy or restarting. Try again in a moment.",
            )
        case InvalidHandshake() | InvalidMessage() | InvalidURI():
            return Verdict(
                code=NOT_A_RELAY,
                message=f"Something answers at {where}, but it is no Unisono relay. Check the address and the port.",
            )
        case TimeoutError():
            message = f"{where} did not answer. Check the address, and that a firewall lets it through."
        # A name with several addresses fails as one error that only lists the others in its text.
        case OSError() if isinstance(error, ConnectionRefusedError) or f"[Errno {errno.ECONNREFUSED}]" in str(error):
            message = f"No relay is running at {where}. Ask the host whether the party is still open."
        case socket.gaierror():
            message = f"The name {relay.host} was not found. Check the address and your network."
        case ConnectionClosed() | EOFError() | ConnectionResetError() | BrokenPipeError():
            message = f"The relay at {where} closed the connection."
        case OSError():
            why = f": {error.strerror}" if error.strerror else ""
            message = f"{where} cannot be reached{why}. Check the address and your network."
        case _:
            message = f"The connection to {where} failed: {error}."
    return Verdict(code=UNREACHABLE, message=message)


def _certificate(error: ssl.SSLCertVerificationError, where: str) -> str:
    why = getattr(error, "verify_message", "") or "it was not accepted"
    return f"The certificate of {where} is not trusted ({why}). Ask the host for a valid one, or use a plain address."
