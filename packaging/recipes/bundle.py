"""The bundle: PyInstaller's folder, finished with libVLC, the fallback libraries, licences and one date."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recipes import codecs, elf, icu, licences, plugins
from recipes.product import BUILD, NAME, PACKAGING, ROOT, TITLE, source_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: PyInstaller's name for everything beside the executables.
CONTENTS: Final = "_internal"
VLC: Final = "vlc"
FALLBACK: Final = "fallback"
#: Opened by name at run time, so nothing links to it.
OPENED_BY_NAME: Final = ("libportaudio.so.2",)
#: The sound server's own library: where there is none, nothing would answer a copy of ours.
SYSTEM_ONLY: Final = ("libpulse.so.0",)
#: What a bundle is checked against; see docs/packaging.md.
MAX_BYTES: Final = 180 * 1000 * 1000


def build(python: str) -> Path:
    """Make the whole bundle for this system; returns its folder.

    Args:
        python: the interpreter of the packaging environment.

    Raises:
        subprocess.CalledProcessError: PyInstaller failed.
        plugins.PluginMissingError: libVLC is not here as a whole.
        codecs.NoSourceError: the audio FFmpeg cannot be built.
    """
    folder = freeze(python)
    contents, data = places(folder, sys.platform)
    licences.collect(python, data / "licences")
    if data != contents:
        (contents / "licences").symlink_to(Path("..") / data.name / "licences")
    if sys.platform == "linux":
        strip(contents)
        icu.reduce(contents / "PySide6" / "Qt" / "lib", BUILD / "icu")
    source = plugins.find_install()
    plugins.carry(source, contents / VLC)
    if sys.platform == "linux":
        # libVLC's own helpers lie in its folder, which the loader does not search.
        helpers = {path.name: path for path in source.plugins.parent.glob("libvlc_*.so.*") if path.is_symlink()}
        carry_fallback(contents, {**helpers, **codecs.libraries(BUILD)})
    licences.collect_system(contents)
    clamp_times(folder, source_date())
    if sys.platform == "linux":
        # The tool needs the libraries that libVLC needs; here, the build machine has them.
        plugins.write_cache(source, contents / VLC, dict(os.environ))
        clamp_times(contents / VLC / "plugins" / "plugins.dat", source_date())
    return folder


def places(frozen: Path, platform: str) -> tuple[Path, Path]:
    """Where a bundle keeps its code, and where its data; the app looks for both in the first.

    Args:
        frozen: the folder that PyInstaller made; on macOS the application lies beside it.
        platform: as `sys.platform`.
    """
    if platform == "darwin":
        # A signature covers Frameworks file by file, as code; data there would break it.
        inside = frozen.parent / f"{TITLE}.app" / "Contents"
        return inside / "Frameworks", inside / "Resources"
    return frozen / CONTENTS, frozen / CONTENTS


def freeze(python: str) -> Path:
    """Run PyInstaller; returns the folder it made."""
    target = BUILD / "frozen"
    shutil.rmtree(target, ignore_errors=True)
    environment = {
        **os.environ,
        # What Python orders by hash, and what writes the time, would differ from build to build.
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(source_date()),
    }
    where = (f"--distpath={target}", f"--workpath={BUILD / 'work'}")
    options = ("--noconfirm", "--log-level=WARN", *where)
    command = (python, "-m", "PyInstaller", *options, str(PACKAGING / "unisono.spec"))
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return target / NAME


def strip(folder: Path) -> None:
    """Take debug symbols out of Python and its extension modules, not out of libraries that a wheel has patched."""
    tool = shutil.which("strip")
    if tool is None:
        return
    for path in [*folder.glob("libpython*.so*"), *folder.rglob("*.cpython-*.so")]:
        if elf.is_elf(path):
            subprocess.run((tool, "--strip-unneeded", str(path)), check=True)


def carry_fallback(contents: Path, overrides: Mapping[str, Path]) -> tuple[str, ...]:
    """Copy what the bundle needs of the system into ``fallback/``; returns the sonames in the order to load them.

    Args:
        contents: the bundle's inner folder.
        overrides: soname → file, where the machine's own is not wanted.

    Raises:
        LookupError: this machine lacks a library that the bundle needs.
    """
    cache = {**elf.loader_cache(), **{name: str(path) for name, path in overrides.items()}}
    needs = elf.read_all_needs(contents)
    provided = {path.name for path in needs} | {found.soname for found in needs.values()} | {*SYSTEM_ONLY}

    def needs_of(name: str) -> tuple[str, ...]:
        if name not in cache:
            raise LookupError(f"this machine lacks {name}, which the bundle needs; install its package")
        return elf.read_needs(Path(cache[name])).needed

    wanted = [name for found in needs.values() for name in found.needed]
    order = elf.closure([*wanted, *OPENED_BY_NAME], needs_of, provided)
    target = contents / FALLBACK
    target.mkdir(exist_ok=True)
    for name in order:
        shutil.copy(Path(cache[name]).resolve(), target / name)
    alsa = Path("/usr/share/alsa")
    shutil.copytree(alsa / "pcm", target / "alsa" / "pcm")
    shutil.copy(alsa / "alsa.conf", target / "alsa" / "alsa.conf")
    (target / "order.txt").write_text("\n".join(order) + "\n", encoding="ascii")
    return order


def clamp_times(root: Path, seconds: int) -> None:
    """Give a file or folder and everything in it one date."""
    for path in [root, *(root.rglob("*") if root.is_dir() else ())]:
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def size_of(folder: Path) -> int:
    """Bytes of all files; a link counts as nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def largest(folder: Path, count: int = 12) -> Sequence[tuple[str, int]]:
    """What takes the space: the largest files, by their path in the bundle."""
    files: Iterable[Path] = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sized = sorted(((path.stat().st_size, path) for path in files), reverse=True)[:count]
    return [(str(path.relative_to(folder)), size) for size, path in sized]
