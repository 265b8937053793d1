#!/usr/bin/env python3
"""Builds the installers of the system that it runs on; ``python3 dev.py package`` calls this.

Standard library only: everything else comes from the lock file, into an environment of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from recipes import archive, bundle, codecs, deb, environment, macos, plugins, product, tools, trial, wheels, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What ``all`` means on each system, in the order of making.
PARTS: Final = {
    "linux": ("wheels", "tarball", "deb"),
    "macos": ("wheels", "dmg"),
    "windows": ("wheels", "installer"),
}


class Building:
    """One run: the bundle is made, and tried, once, whatever is built from it.

    Args:
        skip_trial: leave the self-test out, while working on the build itself.
        reuse: take the bundle that is there.
    """

    def __init__(self, *, skip_trial: bool, reuse: bool) -> None:
        self._skip_trial = skip_trial
        self._reuse = reuse
        self._bundle: Path | None = None

    def bundle(self) -> Path:
        """The finished and tried bundle."""
        if self._bundle is None:
            ready = product.BUILD / "frozen" / product.NAME
            if not (self._reuse and ready.is_dir()):
                with _step("bundle"):
                    ready = bundle.build(environment.python())
                self._judge_size(ready)
            if not self._skip_trial:
                with _step("self-test of the bundle, without Python, VLC and the source"):
                    trial.run(ready, product.BUILD / "trial")
            self._bundle = ready
        return self._bundle

    def wheels(self) -> list[Path]:
        """The two wheels."""
        return wheels.build(environment.python(), product.BUILD / "wheels", product.DIST)

    def tarball(self) -> list[Path]:
        """The tarball for any Linux."""
        target = product.DIST / archive.name()
        folder = product.BUILD / "tarball" / target.name.removesuffix(".tar.xz")
        shutil.rmtree(folder.parent, ignore_errors=True)
        shutil.copytree(self.bundle(), folder, symlinks=True)
        archive.complete(folder)
        archive.pack(folder, target, seconds=product.source_date())
        return [target]

    def deb(self) -> list[Path]:
        """The Debian package."""
        target = product.DIST / deb.name()
        deb.build(self.bundle(), product.BUILD / "deb", target)
        return [target]

    def dmg(self) -> list[Path]:
        """The macOS disk image."""
        target = product.DIST / macos.name()
        app = self.bundle().parent / f"{product.TITLE}.app"
        macos.build(app, product.BUILD / "dmg", target)
        return [target]

    def installer(self) -> list[Path]:
        """The Windows installer."""
        windows.build(self.bundle(), product.BUILD / "installer", product.DIST)
        return [product.DIST / windows.name()]

    def _judge_size(self, folder: Path) -> None:
        size = bundle.size_of(folder)
        _say(f"the bundle takes {size / 1e6:.1f} MB unpacked; its largest files:")
        for name, count in bundle.largest(folder):
            _say(f"    {count / 1e6:6.1f} MB  {name}")
        if size > bundle.MAX_BYTES:
            limit = bundle.MAX_BYTES / 1e6
            raise BuildError(f"the bundle is larger than {limit:.0f} MB; see packaging/recipes/prune.py")


class BuildError(Exception):
    """What was built must not be shipped; ``str()`` says why."""


class _step:  # noqa: N801 - reads as a statement
    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        _say(f"{self._what} …")
        self._began = time.monotonic()

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            _say(f"{self._what}: {time.monotonic() - self._began:.0f} s")


def main(arguments: Sequence[str]) -> int:
    """Build what is asked for; returns the exit status."""
    given = _parser().parse_args(arguments)
    if given.part == "relay-tree":
        _relay_tree(given.folder)
        return 0
    if given.part == "lock":
        environment.write_lock(sys.executable)
        return 0
    building = Building(skip_trial=given.skip_trial, reuse=given.reuse_bundle)
    makers: dict[str, Callable[[], list[Path]]] = {
        "bundle": lambda: [building.bundle()],
        "deb": building.deb,
        "dmg": building.dmg,
        "installer": building.installer,
        "tarball": building.tarball,
        "wheels": building.wheels,
    }
    product.BUILD.mkdir(parents=True, exist_ok=True)
    if sys.platform == "linux":
        tools.require()
    made: list[Path] = []
    for part in PARTS[product.system()] if given.part == "all" else (given.part,):
        with _step(part):
            made += makers[part]()
    _report(made)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parts = sorted({"all", "bundle", "lock", "relay-tree", *(part for group in PARTS.values() for part in group)})
    parser.add_argument("part", nargs="?", default="all", choices=parts, help="default: everything for this system")
    parser.add_argument("folder", nargs="?", type=Path, help="for relay-tree: where the relay's source tree goes")
    parser.add_argument("--skip-trial", action="store_true", help="leave the self-test of the bundle out")
    parser.add_argument("--reuse-bundle", action="store_true", help="take the bundle that was built last")
    return parser


def _relay_tree(folder: Path) -> None:
    root = tomllib.loads((product.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheels.write_tree(wheels.RELAY, root, product.version(), folder)


def _report(made: Sequence[Path]) -> None:
    """Names, sizes and digests, as a release page shows them."""
    lines: list[str] = []
    for path in made:
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{digest}  {path.name}")
            _say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digest}")
        else:
            _say(f"{path}: {bundle.size_of(path) / 1e6:.1f} MB")
    if lines:
        (product.DIST / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="ascii")


def _say(sentence: str) -> None:
    print(f"package: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (
        BuildError,
        LookupError,
        codecs.NoSourceError,
        plugins.PluginMissingError,
        tools.ToolsMissingError,
        trial.TrialError,
        windows.NoCompilerError,
    ) as error:
        _say(str(error))
        sys.exit(1)
    except subprocess.CalledProcessError as error:
        _say(f"a step failed with status {error.returncode}: {' '.join(map(str, error.cmd))}")
        sys.exit(1)
