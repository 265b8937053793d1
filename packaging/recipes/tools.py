"""The programs that a build calls on Linux, and where they come from."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Program → Debian package.
TOOLS: Final[Mapping[str, str]] = {
    "objdump": "binutils",
    "gcc": "gcc",
    "make": "make",
    "dpkg-deb": "dpkg",
    "dpkg-source": "dpkg-dev",
    "unshare": "util-linux",
}
#: Without this header gcc compiles nothing.
HEADER: Final = "/usr/include/stdio.h"


class ToolsMissingError(Exception):
    """Programs are missing; ``str()`` says how to get them."""


def missing(which: Callable[[str], str | None], has_header: Callable[[str], bool]) -> list[str]:
    """The Debian packages that bring what is missing, each once."""
    packages = [package for tool, package in TOOLS.items() if which(tool) is None]
    if not has_header(HEADER):
        packages.append("libc6-dev")
    return list(dict.fromkeys(packages))


def require() -> None:
    """See that every program is there; root on Debian gets what is missing without being asked.

    Raises:
        ToolsMissingError: something is missing and cannot be installed here.
    """
    packages = missing(shutil.which, os.path.exists)
    if not packages:
        return
    command = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.call(("apt-get", "update", "-qq"))
        if subprocess.call(command) == 0:
            return
    raise ToolsMissingError(f"building packages needs {', '.join(packages)}. Install them: sudo {' '.join(command)}")
