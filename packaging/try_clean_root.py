#!/usr/bin/env python3
"""Tries what was built on a Debian that has neither Python nor VLC: installs, self-tests, removes, looks for leftovers.

Needs root and debootstrap; takes some minutes. ``sudo python3 packaging/try_clean_root.py`` takes the files in
``dist/``. The first run makes the empty root and keeps it below ``build/``. Packages come from wherever this machine
gets its own.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from recipes import archive, deb, plugins, product
from recipes.bundle import CONTENTS, VLC

if TYPE_CHECKING:
    from collections.abc import Sequence

WORK: Final = product.ROOT / "build" / "roots"
SUITE: Final = "bookworm"
TIMEOUT_SEC: Final = 900
_URL: Final = re.compile(r"^(?:URIs:\s*|deb\s+(?:\[[^\]]*\]\s+)?)(\S+)", re.MULTILINE)
_USER: Final = "65534"


class TrialError(Exception):
    """Something is not as it has to be; ``str()`` says what."""


def mirror(texts: Sequence[str]) -> str:
    """Where this machine's apt gets Debian from: the first address in its lists.

    Raises:
        TrialError: the lists name none.
    """
    for text in texts:
        found = _URL.search("\n".join(line for line in text.splitlines() if not line.startswith("#")))
        if found:
            return found[1]
    raise TrialError("this machine's apt lists name no address")


def leftovers(paths: Sequence[str]) -> list[str]:
    """Of all paths of a root after removal, those that the package should have taken away.

    What a person made stays (their home), and so does the system's own diary of installing and removing.
    """
    diary = ("/home/", "/var/log/", "/var/cache/apt/", "/var/lib/apt/", "/var/lib/dpkg/", "/tmp/")  # noqa: S108 - of the root
    return [path for path in paths if "unisono" in path.lower() and not path.startswith(diary)]


class Root:
    """A root folder to run commands in; nothing of it is seen outside, and no mount outlives its command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, user: bool = False, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command as root, or as nobody with a home of its own.

        Raises:
            TrialError: it failed.
        """
        inner = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        if user:
            inner = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups", *inner, "HOME=/home/guest"]
        inside = shlex.join([*inner, *command])
        place = shlex.quote(str(self.folder))
        script = f"mount -t proc proc {place}/proc; mount --rbind /dev {place}/dev; exec chroot {place} {inside}"
        done = subprocess.run(
            ("unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", script),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SEC,
            check=False,
        )
        if check and done.returncode:
            raise TrialError(
                f"{shlex.join(command)}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
            )
        return done

    def paths(self) -> list[str]:
        """Every path in the root."""
        return self.run("find", "/", "-xdev", "-not", "-path", "/proc/*", check=False).stdout.splitlines()

    def selftest(self, program: str, *arguments: str) -> dict[str, Any]:
        """Run the self-test as an ordinary user; returns its report.

        Raises:
            TrialError: there is none, or its verdict and the exit status differ.
        """
        done = self.run(program, "selftest", *arguments, user=True, check=False)
        try:
            report: dict[str, Any] = json.loads(done.stdout)
        except ValueError:
            raise TrialError(f"no report (status {done.returncode}): {done.stderr[-3000:]}") from None
        if report["passed"] is not (done.returncode == 0):
            raise TrialError(f"the report says passed={report['passed']}, the exit status {done.returncode}")
        return report


def base() -> Path:
    """An empty Debian, made once."""
    folder = WORK / "base"
    if not folder.is_dir():
        if shutil.which("debootstrap") is None:
            raise TrialError("debootstrap is missing: apt-get install debootstrap")
        lists = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
        address = mirror([path.read_text(encoding="utf-8") for path in lists if path.is_file()])
        half = WORK / "base.half"
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        _say("making an empty Debian …")
        subprocess.run(
            ("debootstrap", "--variant=minbase", SUITE, str(half), address),
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=TIMEOUT_SEC,
        )
        half.rename(folder)
    return folder


def fresh(name: str) -> Root:
    """A new root that can install packages as this machine does."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(("cp", "-a", "--reflink=auto", str(base()), str(folder)), check=True)
    for place in ("etc/apt/sources.list", "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/apt/auth.conf.d",
                  "etc/apt/trusted.gpg.d", "usr/share/keyrings", "etc/resolv.conf", "etc/ssl/certs"):  # fmt: skip
        source = Path("/", place)
        if source.is_dir():
            shutil.copytree(source, folder / place, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy(source, folder / place)
    guest = folder / "home" / "guest"
    guest.mkdir(parents=True)
    os.chown(guest, int(_USER), int(_USER))
    root = Root(folder)
    found = [path for path in root.paths() if re.search(r"/bin/python3?$|/libvlc\.so", path)]
    if found:
        raise TrialError(f"the empty root is not empty: {found}")
    return root


def try_deb(package: Path) -> dict[str, Any]:
    """Install the package, self-test it, remove it.

    Raises:
        TrialError: one of these went wrong.
    """
    root = fresh("deb")
    shutil.copy(package, root.folder / "tmp" / package.name)
    root.run("apt-get", "update", "-qq")
    root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/tmp/{package.name}")  # noqa: S108 - of the root
    report = root.selftest("unisono")
    for command in (("unisono", "--version"), ("unisono-relay", "--version")):
        _say(root.run(*command, user=True).stdout.strip())
    installed = root.run("dpkg-query", "-W", "-f", "${Installed-Size}", "unisono").stdout
    _say(f".deb: {int(installed) / 1024:.0f} MiB installed, without its dependencies")
    root.run("apt-get", "purge", "-y", "-qq", "unisono")
    root.run("apt-get", "autoremove", "--purge", "-y", "-qq")
    left = leftovers(root.paths())
    if left:
        raise TrialError(f"after removal there is still: {', '.join(left)}")
    _say(".deb: removal leaves nothing but the user's own data")
    return report


def try_tarball(tarball: Path) -> dict[str, Any]:
    """Unpack the tarball and self-test it; then break it on purpose and see that the self-test notices.

    Raises:
        TrialError: one of these went wrong.
    """
    root = fresh("tarball")
    subprocess.run(("tar", "-xf", str(tarball), "-C", str(root.folder / "opt")), check=True)
    folder = next((root.folder / "opt").iterdir())
    program = f"/opt/{folder.name}/unisono"
    report = root.selftest(program)
    if report["passed"]:
        _break(root, folder, program)
    return report


def _break(root: Root, folder: Path, program: str) -> None:
    """Take the plugins that were measured as needed away, one at a time."""
    unnoticed: list[str] = []
    table = plugins.groups()
    chosen = {name for group in ("wav", "flac", "mp3", "aac", "vorbis", "opus", "ffmpeg") for name in table[group]}
    # AAC has a second decoder, without which bare AAC files are not recognised.
    for name in sorted(name for name in chosen if name.startswith("codec/") and name != "codec/faad"):
        plugin = folder / CONTENTS / VLC / "plugins" / plugins.plugin_file(name)
        hidden = plugin.rename(plugin.with_suffix(".gone"))
        if root.selftest(program, "--only", "decoders")["passed"]:
            unnoticed.append(name)
        hidden.rename(plugin)
    if unnoticed:
        raise TrialError(f"the self-test does not notice the loss of {', '.join(unnoticed)}")
    _say("tarball: the self-test notices the loss of each codec plugin")


def _tell(what: str, report: dict[str, Any]) -> bool:
    for check in report["checks"]:
        _say(f"{what}: {'ok  ' if check['passed'] else 'FAIL'} {check['name']}: {check['detail']}")
    (WORK / f"{what}.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return bool(report["passed"])


def _say(sentence: str) -> None:
    print(f"clean root: {sentence}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Try what is asked for; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["deb", "tarball"], help="default: both")
    given = parser.parse_args(arguments)
    if os.geteuid() != 0:
        raise TrialError("this makes root folders of whole systems: start it as root")
    passed = True
    for what in (given.only,) if given.only else ("deb", "tarball"):
        began = time.monotonic()
        report = try_deb(product.DIST / deb.name()) if what == "deb" else try_tarball(product.DIST / archive.name())
        passed = _tell(what, report) and passed
        _say(f"{what}: {time.monotonic() - began:.0f} s")
    return 0 if passed else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (TrialError, subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        _say(str(error))
        sys.exit(1)
