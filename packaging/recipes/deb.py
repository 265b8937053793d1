"""The Debian package: the bundle without what the distribution itself provides, which the package depends on instead.

Built by ``dpkg-deb`` from a folder; no debhelper, because nothing is compiled here.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from recipes import desktop, elf, licences, product
from recipes.bundle import CONTENTS, FALLBACK, VLC, clamp_times, size_of
from recipes.licences import FOLDER as LICENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: What the bundle opens by name, so that no binary says it: libVLC with its plugins, both sound interfaces.
OPENED: Final = ("libvlc5", "vlc-plugin-base", "libportaudio2", "libasound2-plugins", "libpulse0")
#: A window without letters is of no use; any one font will do.
FONTS: Final = "fonts-dejavu-core | fonts-noto-core | fonts-liberation"
RECOMMENDS: Final = ("ca-certificates", "pulseaudio | pipewire-pulse", "xdg-utils")
#: What the relay's systemd unit reads.
CONFIGURATION: Final = "etc/unisono-relay.toml"
LIBRARY: Final = f"usr/lib/{product.NAME}"


def control(*, version: str, architecture: str, kilobytes: int, depends: Iterable[str]) -> str:
    """The package's control file."""
    return "\n".join(
        (
            f"Package: {product.NAME}",
            f"Version: {version}",
            f"Architecture: {architecture}",
            f"Maintainer: {product.MAINTAINER}",
            f"Installed-Size: {kilobytes}",
            f"Depends: {', '.join(depends)}",
            f"Recommends: {', '.join(RECOMMENDS)}",
            "Section: sound",
            "Priority: optional",
            f"Description: {product.SUMMARY}",
            " A host starts a party and chooses music, guests join with a code, and all of",
            " them hear the same music at the same instant: in one room, or across the world.",
            " .",
            " With the window come a command line and a relay of one's own, for which a",
            " systemd unit is installed but not started.",
            "",
        )
    )


def depends_on(packages: Iterable[str], glibc: tuple[int, int]) -> tuple[str, ...]:
    """The package's dependencies, in order.

    Args:
        packages: those that own the libraries which the bundle links to.
        glibc: the newest version of glibc that the bundle uses.
    """
    linked = sorted({*packages, *OPENED} - {"libc6"})
    return (f"libc6 (>= {glibc[0]}.{glibc[1]})", *linked, FONTS)


def build(bundle: Path, work: Path, target: Path) -> None:
    """Make the package out of a finished bundle.

    Raises:
        LookupError: a library of the bundle belongs to no package of this machine, or a file of ours is missing.
        subprocess.CalledProcessError: dpkg-deb failed.
    """
    for name in ("unisono-relay.service", "unisono-relay.toml"):
        if not (product.PACKAGING / "relay" / name).is_file():
            raise LookupError(f"packaging/relay/{name} is missing; the package needs it")
    shutil.rmtree(work, ignore_errors=True)
    program = work / LIBRARY
    ours = shutil.ignore_patterns(FALLBACK, VLC)
    shutil.copytree(bundle, program, symlinks=True, ignore=lambda folder, names: ours(folder, names) & set(names))
    _keep_own_licences(program / CONTENTS / LICENCES)
    _lay_out(work)
    needs = elf.read_all_needs(program)
    depends = depends_on(_owners(needs), max(found.glibc for found in needs.values()))
    meta = work / "DEBIAN"
    meta.mkdir()
    text = control(
        version=product.version(),
        architecture=_architecture(),
        kilobytes=(size_of(work) + 1023) // 1024,
        depends=depends,
    )
    (meta / "control").write_text(text, encoding="utf-8")
    # What an administrator changed there survives updates.
    (meta / "conffiles").write_text(f"/{CONFIGURATION}\n", encoding="utf-8")
    _normalise(work)
    clamp_times(work, product.source_date())
    target.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(product.source_date())}
    command = ("dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(work), str(target))
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def name() -> str:
    """The package's file name."""
    return f"{product.NAME}_{product.version()}_{_architecture()}.deb"


def _owners(needs: Mapping[Path, elf.Needs]) -> set[str]:
    provided = {path.name for path in needs} | {found.soname for found in needs.values()} | elf.GLIBC_PARTS
    wanted = {name for found in needs.values() for name in found.needed} - provided
    packages: set[str] = set()
    for name in sorted(wanted):
        owners = licences.owners([f"*/{name}"])
        if not owners:
            raise LookupError(f"no Debian package owns {name}, which the bundle links to")
        packages |= owners
    return packages


def _keep_own_licences(folder: Path) -> None:
    """The distribution's packages bring their own licences; only what this package carries is listed in it."""
    index = folder / licences.INDEX
    rows = licences.read_index(index)
    carried = [row for row in rows if row["source"] == "bundle"]
    for row in rows:
        if row not in carried:
            (folder / f"{row['name']}.txt").unlink(missing_ok=True)
    licences.write_index(index, carried)


def _lay_out(work: Path) -> None:
    """Everything outside the program's own folder."""
    linux = product.PACKAGING / "linux"
    licence_text = (product.ROOT / "LICENSE").read_text(encoding="utf-8")
    fields = desktop.fields(
        executable=product.NAME, licence=desktop.project_licence(licence_text), seconds=product.source_date()
    )

    def write(path: str, text: str) -> None:
        place = work / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    for program in (product.NAME, product.RELAY_NAME):
        link = work / "usr/bin" / program
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"../lib/{product.NAME}/{program}")
        page = desktop.fill((linux / "man" / f"{program}.1.in").read_text(encoding="utf-8"), fields)
        place = work / "usr/share/man/man1" / f"{program}.1.gz"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(gzip.compress(page.encode("utf-8"), 9, mtime=0))
    write(
        f"usr/share/applications/{product.NAME}.desktop",
        desktop.fill((linux / "unisono.desktop.in").read_text(encoding="utf-8"), fields),
    )
    write(
        f"usr/share/metainfo/{product.APP_ID}.metainfo.xml",
        desktop.fill((linux / "metainfo.xml.in").read_text(encoding="utf-8"), fields),
    )
    write(f"usr/share/icons/hicolor/scalable/apps/{product.NAME}.svg", desktop.icon().read_text(encoding="utf-8"))
    relay = product.PACKAGING / "relay"
    unit = relay / "unisono-relay.service"
    write("usr/lib/systemd/system/unisono-relay.service", unit.read_text(encoding="utf-8"))
    write(CONFIGURATION, (relay / "unisono-relay.toml").read_text(encoding="utf-8"))
    doc = f"usr/share/doc/{product.NAME}"
    write(f"{doc}/copyright", copyright_file(licence_text))
    changes = (product.ROOT / "CHANGELOG.md").read_bytes()
    (work / doc / "changelog.gz").write_bytes(gzip.compress(changes, 9, mtime=0))


def copyright_file(licence: str) -> str:
    """Debian's copyright file: our licence, and where those of the bundled packages are."""
    return (
        f"{product.TITLE} is made by its contributors and distributed under this licence:\n\n{licence}\n"
        f"The licences of Python and of the packages bundled with it are in /{LIBRARY}/{CONTENTS}/{LICENCES}/.\n"
    )


def _normalise(work: Path) -> None:
    for path in work.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _architecture() -> str:
    command = ("dpkg", "--print-architecture")
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
