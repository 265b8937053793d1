"""What PyInstaller's collection leaves out: Qt's unused parts, and libraries that are the system's. Pure."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

#: PyInstaller's own shape: name in the bundle, file it comes from, kind.
Entry: TypeAlias = tuple[str, str, str]

#: Modules that something imports conditionally and nothing of ours uses.
EXCLUDED_MODULES: Final = (
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtOpenGL",
    "PySide6.QtPrintSupport",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "curses",
    "lib2to3",
    "numpy.f2py",
    "numpy.fft",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.testing",
    "numpy.distutils",
    "pydoc_data",
    "pytest",
    "readline",
    "scipy",
    "setuptools",
    "tkinter",
)
#: On top of those, what the relay does without.
RELAY_EXCLUDED_MODULES: Final = (
    *EXCLUDED_MODULES,
    *("PySide6", "numpy", "sounddevice", "vlc", "websockets", "app", "multiprocessing"),
)

#: Qt plugins that stay, by folder: the windows of the three systems, one without a display, the pictures that the
#: window and covers use, accents and emoji by the keyboard, the look of desktop themes, and TLS for nothing.
QT_PLUGINS: Final = {
    "platforms": ("xcb", "wayland", "offscreen", "windows", "cocoa"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("bradient", "adwaita"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    "xcbglintegrations": (),
    "platforminputcontexts": ("composeplatforminputcontext", "ibusplatforminputcontext"),
    "platformthemes": ("xdgdesktopportal",),
    "iconengines": ("svgicon",),
    "imageformats": ("jpeg", "svg", "webp", "gif", "ico"),
    "styles": ("modernwindows", "mac", "windowsvista"),
}
#: Qt's own words on buttons, in the languages that the window speaks.
QT_WORDS: Final = ("qtbase_en.qm", "qtbase_de.qm", "qtbase_es.qm")
#: Qt libraries that the plugins left out would have needed.
QT_LIBRARIES_OUT: Final = re.compile(
    r"^(lib)?Qt6?(Qml|Quick|Pdf|VirtualKeyboard|Designer|EglF[Ss]|ShaderTools|Labs|Wayland(EglCompositor|Compositor)|"
    r"OpenGLWidgets|PrintSupport|Sql|Test|Help|UiTools)"
)
#: Built for the system's Python, and needed before anything could look for the system's own.
KEPT_SYSTEM: Final = ("libpython", "libffi.", "libz.")
_SYSTEM_FOLDERS: Final = ("/usr/lib/", "/lib/", "/usr/lib64/", "/lib64/")


def is_unused_qt(name: str) -> bool:
    """Whether a bundled file is a part of Qt that no window of ours reaches."""
    path = PurePath(name.replace("\\", "/"))
    parts = path.parts
    if "PySide6" not in parts and not path.name.startswith(("libQt6", "Qt6")):
        return False
    if "translations" in parts or "qml" in parts:
        return path.name not in QT_WORDS
    if "plugins" in parts:
        folder = parts[parts.index("plugins") + 1]
        stem = path.stem.removeprefix("lib").removeprefix("q")
        return not any(stem.startswith((plugin, plugin.removeprefix("q"))) for plugin in QT_PLUGINS.get(folder, ()))
    return QT_LIBRARIES_OUT.match(path.name) is not None


def is_system_library(name: str, source: str) -> bool:
    """Whether a collected library is the build machine's own: such are taken from the user's system first."""
    file = PurePath(source).name
    shared = ".so" in PurePath(name).name
    return shared and source.startswith(_SYSTEM_FOLDERS) and not file.startswith(KEPT_SYSTEM)


def scripts(entries: Iterable[Entry], platform: str) -> list[Entry]:
    """What runs when an executable starts.

    PyInstaller's hook for Qt loads it into every process, decode workers too, and before the fallback libraries are
    there. The wheel finds its own plugins; the other systems keep the hook until they have been tried without. The
    hook for multiprocessing, which nothing of ours uses, costs the relay 2 MB.
    """
    unwanted = {"pyi_rth_multiprocessing", *({"pyi_rth_pyside6"} if platform == "linux" else ())}
    return [entry for entry in entries if entry[0] not in unwanted]


def pruned(entries: Iterable[Entry]) -> list[Entry]:
    """What of a collection goes into the bundle."""
    return [
        entry
        for entry in entries
        if not is_unused_qt(entry[0]) and not (entry[2] == "BINARY" and is_system_library(entry[0], entry[1]))
    ]
