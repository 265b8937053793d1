"""Where a bundle's libraries come from: the system's own first, the bundle's copies where the system has none.

A distribution's libraries fit its drivers, its sound server and its security updates; the copies in ``fallback/`` serve
machines that lack them. The folder's ``order.txt`` names them, each after what it needs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

FOLDER: Final = "fallback"
ORDER: Final = "order.txt"
#: Where distributions keep libraries; looking is a hundred times faster than asking the loader for each.
SYSTEM_FOLDERS: Final = tuple(
    Path(base, part)
    for base in ("/usr/lib", "/lib", "/usr/local/lib")
    for part in (f"{os.uname().machine}-linux-gnu" if sys.platform == "linux" else ".", ".", "../lib64")
)
#: ALSA's own configuration. PortAudio ends the whole process where there is none at all.
ALSA: Final = Path("/usr/share/alsa/alsa.conf")
#: Certificate stores by distribution, for a bundled OpenSSL that was built for another one.
CERTIFICATES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def missing(names: Iterable[str], folders: Iterable[Path]) -> list[str]:
    """The names that none of the folders holds, in their order."""
    places = [folder for folder in folders if folder.is_dir()]
    return [name for name in names if not any((place / name).exists() for place in places)]


def prepare(bundle: Path, environment: MutableMapping[str, str]) -> None:
    """Load what the system lacks, and leave to child processes the environment that we were given."""
    if sys.platform != "linux":
        return
    _restore(environment)
    folder = bundle / FOLDER
    order = folder / ORDER
    if not order.is_file():
        return
    names = order.read_text(encoding="ascii").split()
    bundled_alsa = folder / "alsa" / ALSA.name
    if not ALSA.is_file() and bundled_alsa.is_file():
        environment.setdefault("ALSA_CONFIG_PATH", str(bundled_alsa))
    absent = missing(names, SYSTEM_FOLDERS)
    if absent:
        _load(folder, absent)
    if any(name.startswith("libssl.") for name in absent) and "SSL_CERT_FILE" not in environment:
        found = next((path for path in CERTIFICATES if Path(path).is_file()), None)
        if found is not None:
            environment["SSL_CERT_FILE"] = found


def _load(folder: Path, names: Iterable[str]) -> None:
    """Load the copies, and let `ctypes.util.find_library`, which PortAudio's binding asks, find them too."""
    import ctypes.util  # noqa: PLC0415 - a system that has everything is spared it

    bundled: dict[str, str] = {}
    for name in names:
        bundled[name.removeprefix("lib").partition(".so")[0]] = str(folder / name)
        # A library that fails here is missed, with its name, by whatever really needs it.
        with contextlib.suppress(OSError):
            ctypes.CDLL(str(folder / name))
    system = ctypes.util.find_library

    def find_library(name: str) -> str | None:
        return system(name) or bundled.get(name)

    ctypes.util.find_library = find_library


def _restore(environment: MutableMapping[str, str]) -> None:
    """Undo the starter's library path: a browser opened by us must not load our libraries.

    A child that is this executable again has to set the path anew, which its starter leaves out unless told.
    """
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if original:
        environment["LD_LIBRARY_PATH"] = original
    else:
        environment.pop("LD_LIBRARY_PATH", None)
