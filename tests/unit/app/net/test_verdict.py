from __future__ import annotations

import errno
import socket
import ssl

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosedError, InvalidHandshake, InvalidMessage, InvalidStatus, InvalidURI
from websockets.http11 import Response

from app.net.verdict import judge
from app.said import english
from server.protocol.invite import Invite

RELAY = Invite(host="den.example", port=8750)


def status(code: int) -> InvalidStatus:
    return InvalidStatus(Response(code, "", Headers()))


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (untrusted(), "bad-certificate", "certificate has expired"),
        (ssl.SSLCertVerificationError(1, "verify failed"), "bad-certificate", "is not trusted. Ask"),
        (ssl.SSLError(1, "wrong version number"), "not-a-relay", "does not speak TLS"),
        (status(503), "relay-unreachable", "busy or restarting"),
        (status(404), "not-a-relay", "no Unisono relay"),
        (InvalidHandshake(), "not-a-relay", "no Unisono relay"),
        (InvalidMessage("no status line"), "not-a-relay", "no Unisono relay"),
        (InvalidURI("ws://", "no host"), "not-a-relay", "no Unisono relay"),
        (TimeoutError(), "relay-unreachable", "did not answer"),
        (ConnectionRefusedError(), "relay-unreachable", "No relay is running at den.example:8750"),
        (socket.gaierror(-2, "unknown"), "relay-unreachable", "name den.example was not found"),
        (ConnectionClosedError(None, None), "relay-unreachable", "closed the connection"),
        (EOFError(), "relay-unreachable", "closed the connection"),
        (ConnectionResetError(104, "Connection reset by peer"), "relay-unreachable", "closed the connection"),
        (OSError(101, "Network is unreachable"), "relay-unreachable", "Network is unreachable"),
        (
            OSError(f"Multiple exceptions: [Errno {errno.ECONNREFUSED}] a, [Errno {errno.ECONNREFUSED}] b"),
            "relay-unreachable",
            "No relay is running",
        ),
        (OSError("strange"), "relay-unreachable", "cannot be reached. Check"),
        (UnicodeError("label too long"), "relay-unreachable", "label too long"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_failure_has_its_code_and_a_sentence(error: Exception, code: str, words: str) -> None:
    verdict = judge(error, RELAY)
    assert verdict.code == code
    assert words in english(verdict.said)
    assert english(verdict.said).endswith(".")
