"""Finds libVLC and loads it, lazily and quietly.

Only child processes and `VlcPlayer` load libVLC; importing this module does not.
Overrides: ``UNISONO_LIBVLC`` (the library file) and ``UNISONO_VLC_PLUGINS`` (its plugin folder).
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.playback.vlc_advice import install_advice, parse_os_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.said import Said

LIBRARY_VARIABLE: Final = "UNISONO_LIBVLC"
PLUGINS_VARIABLE: Final = "UNISONO_VLC_PLUGINS"
_MAC_APP: Final = Path("/Applications/VLC.app/Contents/MacOS")

#: No window, no Lua scripts (they may open network connections), no settings of the person's own VLC.
QUIET_OPTIONS: Final = (
    "--intf=dummy",
    "--no-video",
    "--no-lua",
    "--no-interact",
    "--no-media-library",
    "--ignore-config",
    "--no-stats",
    "--verbose=0",
)


class LibVlcMissingError(Exception):
    """libVLC 3 cannot be loaded. ``str()`` is a sentence for a person that says how to install it.

    Attributes:
        tried: what was tried and why it failed, for the log.
    """

    def __init__(self, tried: tuple[str, ...]) -> None:
        super().__init__(tried)
        self.tried = tried

    def __str__(self) -> str:
        return f"VLC's library (libVLC), which reads the music, is missing. {installation_advice()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LibVlcLocation:
    """A place where libVLC may be.

    Attributes:
        library: a path, or a bare name for the system's loader.
        core: libvlccore where it has to be loaded first (macOS).
        plugins: the plugin folder, where libVLC does not find it by itself.
    """

    library: str
    core: str | None = None
    plugins: str | None = None


def installation_advice() -> Said:
    """How to install libVLC on this system."""
    fields: dict[str, str] = {}
    release = Path("/etc/os-release")
    if sys.platform == "linux" and release.is_file():
        fields = parse_os_release(release.read_text(encoding="utf-8", errors="replace"))
    return install_advice(sys.platform, fields)


def load_vlc() -> Any:
    """The ``vlc`` module of python-vlc, bound to the libVLC that was found.

    Raises:
        LibVlcMissingError: none can be loaded, or it is older than 3.0.
    """
    tried: list[str] = []
    for location in _locations():
        try:
            _bind(location)
        except OSError as error:
            tried.append(f"{location.library}: {error}")
            continue
        module = importlib.import_module("vlc")
        version = libvlc_version(module)
        if version.startswith("3."):
            return module
        tried.append(f"{location.library}: version {version}, 3.x is needed")
        break
    raise LibVlcMissingError(tuple(tried))


def media_callbacks(
    vlc: Any, *, size: int, read: Callable[[Any, int], int], seek: Callable[[int], int]
) -> tuple[Any, Any, Any, Any]:
    """What ``media_new_callbacks`` takes; libVLC keeps bare pointers, so they must stay referenced.

    Args:
        vlc: the module of python-vlc.
        size: of the whole in bytes.
        read: fills a buffer with at most so many bytes; how many, 0 at the end, −1 for an error. On libVLC's thread.
        seek: goes to a byte; 0, or −1 where it cannot. On libVLC's thread.
    """
    kinds = vlc.CallbackDecorators

    def opened(_opaque: Any, _data: Any, told: Any) -> int:
        told[0] = size
        return 0

    return (
        kinds.MediaOpenCb(opened),
        kinds.MediaReadCb(lambda _opaque, buffer, count: read(buffer, count)),
        kinds.MediaSeekCb(lambda _opaque, offset: seek(offset)),
        kinds.MediaCloseCb(lambda _opaque: None),
    )


def libvlc_version(vlc: Any) -> str:
    """As in ``3.0.24 Vetinari``."""
    return str(vlc.libvlc_get_version().decode("ascii", "replace"))


def _bind(location: LibVlcLocation) -> None:
    """Load the library and point python-vlc at it, which searches slowly and exits the process when it fails."""
    if sys.platform == "win32" and Path(location.library).is_absolute():
        os.add_dll_directory(str(Path(location.library).parent))
    if location.core is not None:
        ctypes.CDLL(location.core)
    ctypes.CDLL(location.library)
    os.environ["PYTHON_VLC_LIB_PATH"] = location.library
    if location.plugins is not None and Path(location.plugins).is_dir():
        os.environ["PYTHON_VLC_MODULE_PATH"] = location.plugins
        os.environ["VLC_PLUGIN_PATH"] = location.plugins


def _locations() -> Iterator[LibVlcLocation]:
    """An override decides alone; then the bundle of an installed app; then the system."""
    override = os.environ.get(LIBRARY_VARIABLE)
    plugins = os.environ.get(PLUGINS_VARIABLE)
    if override:
        yield LibVlcLocation(library=override, plugins=plugins)
        return
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        yield from _bundled(Path(bundle), plugins)
    if sys.platform == "win32":
        yield from _windows(plugins)
    elif sys.platform == "darwin":
        yield from _mac(plugins)
    else:
        # Debian, Fedora and Arch all install this soname; the bare name serves a development link.
        for name in ("libvlc.so.5", "libvlc.so"):
            yield LibVlcLocation(library=name, plugins=plugins)


def _bundled(folder: Path, plugins: str | None) -> Iterator[LibVlcLocation]:
    """LibVLC next to the frozen executable, its plugins in ``vlc/plugins`` or ``plugins``."""
    found = plugins or next((str(p) for p in (folder / "vlc" / "plugins", folder / "plugins") if p.is_dir()), None)
    for base in (folder / "vlc", folder):
        for name in ("libvlc.so.5", "libvlc.dll", "libvlc.5.dylib", "libvlc.dylib"):
            if (base / name).is_file():
                # Loaded by its path first: the loader looks for it in the system's folders only.
                cores = (base / core for core in ("libvlccore.so.9", "libvlccore.dylib"))
                core = next((str(path) for path in cores if path.is_file()), None)
                yield LibVlcLocation(library=str(base / name), core=core, plugins=found)


def _windows(plugins: str | None) -> Iterator[LibVlcLocation]:
    variables = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
    usual = (Path(os.environ[name]) / "VideoLAN" / "VLC" for name in variables if os.environ.get(name))
    for folder in (*_windows_registry(), *usual):
        if (folder / "libvlc.dll").is_file():
            yield LibVlcLocation(library=str(folder / "libvlc.dll"), plugins=plugins or str(folder / "plugins"))


def _windows_registry() -> Iterator[Path]:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - exists on Windows only

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, r"Software\VideoLAN\VLC") as key:
                    yield Path(winreg.QueryValueEx(key, "InstallDir")[0])
            except OSError:
                continue
    yield from ()


def _mac(plugins: str | None) -> Iterator[LibVlcLocation]:
    for app in (_MAC_APP, Path.home() / "Applications/VLC.app/Contents/MacOS"):
        if (app / "lib/libvlc.dylib").is_file():
            yield LibVlcLocation(
                library=str(app / "lib/libvlc.dylib"),
                core=str(app / "lib/libvlccore.dylib"),
                plugins=plugins or str(app / "plugins"),
            )
    for prefix in ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"):
        if Path(prefix, "libvlc.dylib").is_file():
            yield LibVlcLocation(library=f"{prefix}/libvlc.dylib", core=f"{prefix}/libvlccore.dylib", plugins=plugins)
