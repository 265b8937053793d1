"""An FFmpeg that decodes audio and nothing else, for libVLC's plugins in the bundle.

A distribution's libavcodec pulls in 140 MB of video codecs; the same source, configured for audio alone, makes 2 MB
with the same library names. It has to be the version that the machine's libVLC plugins were built for, so the source
comes from the distribution, by its own package manager.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What libVLC has a plugin of its own for is left out: those decide how a file sounds on every member, and the loss of
#: one must be noticed instead of being papered over. AAC is here because bare AAC is recognised by decoding it.
DECODERS: Final = (
    "aac,alac,als,ac3,eac3,dca,mlp,truehd,ape,wavpack,tta,tak,shorten,mpc7,mpc8,wmav1,wmav2,wmapro,"
    "wmalossless,wmavoice,cook,ra_144,ra_288,atrac1,atrac3,atrac3p,amrnb,amrwb,gsm,nellymoser,qdm2,dsd_lsbf,dsd_msbf,"
    "dsd_lsbf_planar,dsd_msbf_planar"
)
PARSERS: Final = "aac,aac_latm,ac3,cook,dca,flac,mlp,mpegaudio,opus,tak,vorbis,gsm"
DEMUXERS: Final = "aac,ac3,eac3,dts,truehd,mlp,ape,wv,tak,shorten,mpc8,w64,oma,amr,rm,dsf,iff"
_UNUSED: Final = (
    *("static", "everything", "autodetect", "programs", "doc", "network", "debug"),
    *("avdevice", "avfilter", "swscale", "swresample", "postproc"),
)
_LIBRARY: Final = re.compile(r"^lib(avcodec|avformat|avutil)\.so\.\d+$")


class NoSourceError(Exception):
    """FFmpeg's source cannot be had; ``str()`` says what to do."""


def configure_options(prefix: Path, *, has_assembler: bool) -> tuple[str, ...]:
    """What to tell FFmpeg's ``configure``. Never a GPL or non-free part: the result stays under the LGPL."""
    return (
        f"--prefix={prefix}",
        "--enable-shared",
        "--enable-small",
        *(f"--disable-{part}" for part in _UNUSED),
        *(() if has_assembler else ("--disable-x86asm",)),
        f"--enable-decoder={DECODERS}",
        f"--enable-parser={PARSERS}",
        f"--enable-demuxer={DEMUXERS}",
    )


def source_lists(sources: Iterable[Path]) -> dict[str, str]:
    """The machine's own lists, asked for source packages: file name → text."""
    lists: dict[str, str] = {}
    for path in sources:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".sources":
            lists[path.name] = re.sub(r"(?m)^Types:.*$", "Types: deb-src", text)
        else:
            lists[path.name] = re.sub(r"(?m)^deb(?=\s)", "deb-src", text)
    return lists


def libraries(work: Path) -> dict[str, Path]:
    """Build once, below ``work``; returns soname → file.

    Raises:
        NoSourceError: there is no source to build from.
    """
    prefix = work / "ffmpeg"
    options = configure_options(prefix, has_assembler=shutil.which("nasm") is not None)
    stamp = prefix / "options"
    if not (stamp.exists() and stamp.read_text(encoding="utf-8").split() == list(options)):
        source = _source(work)
        shutil.rmtree(prefix, ignore_errors=True)
        log = work / "ffmpeg.log"
        with log.open("w", encoding="utf-8") as out:
            make = (("make", "-s", "clean"), ("make", "-s", f"-j{os.cpu_count() or 1}"), ("make", "-s", "install"))
            for command in ((str(source / "configure"), *options), *make):
                if subprocess.call(command, cwd=source, stdout=out, stderr=subprocess.STDOUT):
                    raise NoSourceError(f"FFmpeg could not be built; {log} says why")
        shutil.copy(source / "COPYING.LGPLv2.1", prefix / "COPYING.LGPLv2.1")
        stamp.write_text("\n".join(options), encoding="utf-8")
    return {path.name: path for path in (prefix / "lib").iterdir() if _LIBRARY.match(path.name)}


def _source(work: Path) -> Path:
    given = os.environ.get("UNISONO_FFMPEG_SOURCE")
    if given:
        return Path(given)
    folder = work / "ffmpeg-source"
    unpacked = sorted(folder.glob("ffmpeg-*/configure"))
    if unpacked:
        return unpacked[-1].parent
    if shutil.which("apt-get") is None or shutil.which("dpkg-source") is None:
        raise NoSourceError("name an unpacked FFmpeg, of the version that libVLC uses, in UNISONO_FFMPEG_SOURCE")
    _apt_source(folder)
    unpacked = sorted(folder.glob("ffmpeg-*/configure"))
    if not unpacked:
        raise NoSourceError("the distribution has no source of FFmpeg; name one in UNISONO_FFMPEG_SOURCE")
    return unpacked[-1].parent


def _apt_source(folder: Path) -> None:
    """Let apt fetch and unpack the source, with lists of our own beside the machine's."""
    parts, lists = folder / "apt-parts", folder / "apt-lists"
    for path in (parts, lists / "partial"):
        path.mkdir(parents=True, exist_ok=True)
    machine = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for name, text in source_lists(path for path in machine if path.is_file()).items():
        (parts / name).write_text(text, encoding="utf-8")
    places = ("Dir::Etc::sourcelist=/dev/null", f"Dir::Etc::sourceparts={parts}", f"Dir::State::lists={lists}")
    options = ("-qq", *(word for place in places for word in ("-o", place)))
    for command in (("update",), ("source", "ffmpeg")):
        if subprocess.call(("apt-get", *options, *command), cwd=folder, stdout=subprocess.DEVNULL):
            raise NoSourceError("apt could not fetch FFmpeg's source; name one in UNISONO_FFMPEG_SOURCE")
