"""libVLC in the bundle: the library, the plugins that audio needs, and the cache that spares scanning them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recipes.product import PACKAGING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TABLE: Final = PACKAGING / "recipes" / "vlc_plugins.toml"
_SUFFIX: Final = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_CORE: Final = {
    "win32": ("libvlc.dll", "libvlccore.dll"),
    "darwin": ("libvlc.dylib", "libvlccore.dylib"),
}.get(sys.platform, ("libvlc.so.5", "libvlccore.so.9"))
#: Plugins of other systems, and rare ones that a distribution may leave out.
_OPTIONAL: Final = frozenset({"rare", "output"})


class PluginMissingError(Exception):
    """The build machine's libVLC lacks a plugin that a codec needs; ``str()`` names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VlcInstall:
    """A libVLC to take from.

    Attributes:
        libraries: the folder of libvlc and libvlccore.
        plugins: the plugin folder, with one folder a kind.
        cache_tool: ``vlc-cache-gen``, where it is installed.
    """

    libraries: Path
    plugins: Path
    cache_tool: Path | None


def read_groups(text: str) -> dict[str, tuple[str, ...]]:
    """The table's groups: plugin names as ``folder/name``, without the system's prefix and suffix."""
    return {group: tuple(names) for group, names in tomllib.loads(text).items()}


def groups() -> dict[str, tuple[str, ...]]:
    """The project's own table."""
    return read_groups(_TABLE.read_text(encoding="utf-8"))


def plugin_file(name: str, suffix: str = _SUFFIX) -> str:
    """``codec/opus`` as a path below the plugin folder."""
    folder, stem = name.split("/")
    return f"{folder}/lib{stem}_plugin{suffix}"


def choose(
    table: Mapping[str, tuple[str, ...]], exists: Callable[[str], bool], suffix: str = _SUFFIX
) -> tuple[str, ...]:
    """The plugin files to carry, in order and each once.

    Raises:
        PluginMissingError: one is missing that a promised codec needs.
    """
    chosen: dict[str, None] = {}
    for group, names in table.items():
        for name in names:
            file = plugin_file(name, suffix)
            if exists(file):
                chosen[file] = None
            elif group not in _OPTIONAL:
                raise PluginMissingError(f"libVLC has no {file}, which {group} needs: install its plugin packages")
    return tuple(chosen)


def find_install() -> VlcInstall:
    """The build machine's libVLC; ``UNISONO_VLC_DIR`` names another (a folder with libvlc and ``plugins``).

    Raises:
        PluginMissingError: there is none.
    """
    given = os.environ.get("UNISONO_VLC_DIR")
    if given:
        return _install(Path(given), Path(given) / "plugins")
    candidates = {
        "win32": [Path(os.environ.get("ProgramFiles", "C:/Program Files")) / "VideoLAN" / "VLC"],  # noqa: SIM112 - Windows' name
        "darwin": [Path("/Applications/VLC.app/Contents/MacOS/lib")],
    }.get(sys.platform, [*sorted(Path("/usr/lib").glob("*-linux-gnu")), Path("/usr/lib64"), Path("/usr/lib")])
    for libraries in candidates:
        for plugins in (libraries / "vlc" / "plugins", libraries / "plugins", libraries.parent / "plugins"):
            if (libraries / _CORE[0]).exists() and plugins.is_dir():
                return _install(libraries, plugins)
    raise PluginMissingError("libVLC is not installed; install VLC 3, or name its folder in UNISONO_VLC_DIR")


def _install(libraries: Path, plugins: Path) -> VlcInstall:
    name = "vlc-cache-gen.exe" if sys.platform == "win32" else "vlc-cache-gen"
    tools = [folder / name for folder in (plugins.parent, libraries)]
    return VlcInstall(
        libraries=libraries, plugins=plugins, cache_tool=next((tool for tool in tools if tool.exists()), None)
    )


def carry(source: VlcInstall, target: Path) -> tuple[str, ...]:
    """Copy libVLC and the chosen plugins into ``target``; returns the plugin files."""
    chosen = choose(groups(), lambda file: (source.plugins / file).is_file())
    for file in chosen:
        place = target / "plugins" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.plugins / file, place)
    for name in _CORE:
        shutil.copy(source.libraries / name, target / name)
    return chosen


def write_cache(source: VlcInstall, target: Path, environment: dict[str, str]) -> None:
    """Write ``plugins.dat``, which carries the plugins' times: to be called when those are final."""
    if source.cache_tool is None:
        return
    paths = os.pathsep.join([str(target), environment.get("LD_LIBRARY_PATH", "")])
    command = (str(source.cache_tool), str(target / "plugins"))
    subprocess.run(command, env={**environment, "LD_LIBRARY_PATH": paths}, check=True)
