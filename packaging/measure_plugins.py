"""Finds out which libVLC plugins decoding really needs: by removal, for each of the self-test's samples.

``python packaging/measure_plugins.py`` prints a table: for every sample, the plugins without which its samples change
or are missing. ``packaging/recipes/vlc_plugins.toml`` is written by hand from it. Takes some minutes; run it again when
libVLC changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = ROOT / "resources" / "selftest"
SYSTEM: Final = Path("/usr/lib/x86_64-linux-gnu")
SYSTEM_PLUGINS: Final = SYSTEM / "vlc" / "plugins"
WAV_HEADER: Final = 44
#: They pull 140 MB of video codecs; what they alone can decode is measured with ``--ffmpeg``.
FFMPEG: Final = ("libavcodec_plugin.so", "libavformat_plugin.so", "libpacketizer_avparser_plugin.so")


def decode(sample: Path, plugins: Path) -> str | None:
    """A digest of the samples that a worker makes of a file with these plugins; None when it fails."""
    # libVLC adds the plugins that lie beside its own library, so that stands alone here.
    libraries = plugins.parent / "lib"
    if not libraries.exists():
        libraries.mkdir()
        for name in ("libvlc.so.5", "libvlccore.so.9"):
            shutil.copy(SYSTEM / name, libraries / name)
    found = {"UNISONO_LIBVLC": str(libraries / "libvlc.so.5"), "LD_LIBRARY_PATH": str(libraries)}
    with tempfile.TemporaryDirectory() as folder:
        job = json.dumps({"location": str(sample), "folder": folder}) + "\n"
        worker = subprocess.Popen(
            (sys.executable, "-m", "app.playback.decode_worker"),
            cwd=ROOT,
            env={**os.environ, **found, "UNISONO_VLC_PLUGINS": str(plugins)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        # The end of stdin ends the worker: it stays open until the last report.
        if worker.stdin is None or worker.stdout is None:
            return None
        worker.stdin.write(job)
        worker.stdin.flush()
        for _line in worker.stdout:
            pass
        worker.stdin.close()
        worker.wait(timeout=30)
        pcm = Path(folder, "pcm.wav")
        samples = pcm.read_bytes()[WAV_HEADER:] if pcm.exists() else b""
        return hashlib.sha256(samples).hexdigest() if samples else None


def farm(folder: Path, plugins: list[Path]) -> Path:
    """A plugin folder that links to ``plugins`` and nothing else."""
    folder.mkdir()
    for plugin in plugins:
        target = folder / plugin.relative_to(SYSTEM_PLUGINS)
        target.parent.mkdir(exist_ok=True)
        target.symlink_to(plugin)
    return folder


def needed(sample: Path, plugins: list[Path]) -> list[str]:
    """The plugins that matter for a sample, by halving: a half whose absence changes nothing goes as a whole."""
    with tempfile.TemporaryDirectory() as work:
        count = 0

        def works(chosen: list[Path]) -> bool:
            nonlocal count
            count += 1
            return decode(sample, farm(Path(work, str(count)), chosen)) == wanted

        wanted = decode(sample, farm(Path(work, "all"), plugins))
        if wanted is None:
            return ["(cannot be decoded at all)"]
        kept, pending = list(plugins), [list(plugins)]
        while pending:
            group = pending.pop()
            rest = [plugin for plugin in kept if plugin not in group]
            if works(rest):
                kept = rest
            elif len(group) > 1:
                middle = len(group) // 2
                pending += [group[:middle], group[middle:]]
        return sorted(str(plugin.relative_to(SYSTEM_PLUGINS)) for plugin in kept)


def main() -> None:
    """Print the table."""
    ffmpeg = "--ffmpeg" in sys.argv
    plugins = sorted(p for p in SYSTEM_PLUGINS.rglob("*_plugin.so") if ffmpeg or p.name not in FFMPEG)
    names = [name for name in sys.argv[1:] if name != "--ffmpeg"] or sorted(path.name for path in SAMPLES.iterdir())
    for name in names:
        print(name, *needed(SAMPLES / name, plugins), sep="\n    ", flush=True)


if __name__ == "__main__":
    main()
