"""Tries a bundle where it has to stand on its own: in an environment without Python, VLC and the source tree.

On Linux that is a root folder of its own with nothing of the machine but its C library; elsewhere at least the
variables and the PATH are empty.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from recipes.product import NAME, TITLE

#: Decoding, the relay, five seconds of music and a window, on a slow machine.
TIMEOUT_SEC: Final = 240


class TrialError(Exception):
    """The bundle failed its self-test; ``str()`` says where."""


def run(bundle: Path, work: Path) -> dict[str, Any]:
    """Run the bundle's self-test and return its report.

    Raises:
        TrialError: it failed, or gave no report.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    environment = bare_environment(work)
    command = [str(program(bundle, sys.platform)), "selftest"]
    if sys.platform == "linux":
        root = work / "root"
        place = build_root(bundle, root)
        environment = bare_environment(Path("/home"))
        inside = ["/" + str((place / NAME).relative_to(root)), "selftest"]
        command = confined(inside, root, is_root=os.geteuid() == 0)
        environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"  # for unshare itself; the root has no such folders
    done = subprocess.run(
        command, env=environment, cwd=work, capture_output=True, text=True, timeout=TIMEOUT_SEC, check=False
    )
    (work / "selftest.log").write_text(done.stderr, encoding="utf-8")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise TrialError(f"the self-test gave no report (status {done.returncode}):\n{done.stderr[-3000:]}") from None
    (work / "selftest.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if done.returncode or not report["passed"]:
        log = work / "selftest.log"
        raise TrialError(f"the bundle fails its self-test; {log} has the details:\n{failures(report)}")
    return dict(report)


def program(bundle: Path, platform: str) -> Path:
    """The executable that has a console; ``bundle`` is the folder that PyInstaller made."""
    if platform == "darwin":
        return bundle.parent / f"{TITLE}.app" / "Contents" / "MacOS" / NAME
    return bundle / (f"{NAME}-cli.exe" if platform == "win32" else NAME)


def failures(report: dict[str, Any]) -> str:
    """What failed, one check a line."""
    return "\n".join(f"    {check['name']}: {check['detail']}" for check in report["checks"] if not check["passed"])


def bare_environment(home: Path) -> dict[str, str]:
    """Hardly a variable: no Python, no PATH to programs, a home of its own, no display."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
    return {**kept, "HOME": str(home), "UNISONO_HOME": str(home / "unisono"), "LANG": "C.UTF-8", "PATH": ""}


def build_root(bundle: Path, root: Path) -> Path:
    """Make a root folder that holds the bundle, the C library, zlib and empty folders; returns its place there.

    Args:
        bundle: copied, since a trial may change nothing that is shipped.
        root: a new folder.
    """
    for name in ("dev", "proc", "tmp", "home"):
        (root / name).mkdir(parents=True)
    for name in _EVERYWHERE:
        source = Path(name)
        if source.exists():
            place = root / name.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source.resolve(), place)
    shutil.copytree(bundle, root / "opt" / NAME, symlinks=True)
    return root / "opt" / NAME


def confined(command: list[str], root: Path, *, is_root: bool) -> list[str]:
    """A command line that runs ``command`` with ``root`` as all there is; by util-linux, which every Linux has."""
    mounts = f"mount --rbind /dev {root}/dev && mount -t proc proc {root}/proc"
    script = f"{mounts} && exec chroot {root} {shlex.join(command)}"
    # With a user namespace of its own, this needs no rights; root may be forbidden one, and needs none.
    user = [] if is_root else ["--user", "--map-root-user"]
    return ["unshare", *user, "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", script]


_FOLDER: Final = f"/lib/{os.uname().machine}-linux-gnu" if sys.platform == "linux" else ""
_EVERYWHERE: Final = (
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    *(
        f"{_FOLDER}/lib{name}"
        for name in ("c.so.6", "m.so.6", "dl.so.2", "pthread.so.0", "rt.so.1", "util.so.1", "resolv.so.2", "mvec.so.1")
    ),
    # PyInstaller's starter links to it; no distribution is without it.
    f"{_FOLDER}/libz.so.1",
)
