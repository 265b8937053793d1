from __future__ import annotations

import re

import pytest

from recipes import product, prune

PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    "name",
    [
        f"{PLUGINS}/platforms/libqxcb.so",
        f"{PLUGINS}/platforms/libqoffscreen.so",
        f"{PLUGINS}/platforms/libqwayland.so",
        f"{PLUGINS}/imageformats/libqsvg.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtbase_es.qm",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/QtWidgets.abi3.so",
        "numpy/_core/_multiarray_umath.so",
    ],
)
def test_what_a_window_needs_stays(name: str) -> None:
    assert not prune.is_unused_qt(name)


@pytest.mark.parametrize(
    "name",
    [
        f"{PLUGINS}/platforms/libqeglfs.so",
        f"{PLUGINS}/platforms/libqvnc.so",
        f"{PLUGINS}/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        f"{PLUGINS}/sqldrivers/libqsqlite.so",
        "PySide6/Qt/translations/qtbase_ko.qm",
        "PySide6/Qt/translations/designer_de.qm",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
    ],
)
def test_what_no_window_reaches_goes(name: str) -> None:
    assert prune.is_unused_qt(name)


def test_libraries_of_the_build_machine_go_and_those_of_wheels_stay() -> None:
    entries = [
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6", "BINARY"),
        ("libffi.so.8", "/usr/lib/x86_64-linux-gnu/libffi.so.8", "BINARY"),
        ("numpy.libs/libopenblas.so", "/venv/lib/numpy.libs/libopenblas.so", "BINARY"),
        ("resources/icons/unisono.svg", "/source/resources/icons/unisono.svg", "DATA"),
    ]
    assert [entry[0] for entry in prune.pruned(entries)] == [
        "libffi.so.8",
        "numpy.libs/libopenblas.so",
        "resources/icons/unisono.svg",
    ]


@pytest.mark.parametrize(
    ("folders", "excluded"),
    [(("app", "server"), prune.EXCLUDED_MODULES), (("server",), prune.RELAY_EXCLUDED_MODULES)],
    ids=["app", "relay"],
)
def test_nothing_that_we_import_is_left_out(folders: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    text = "\n".join(path.read_text("utf-8") for name in folders for path in (product.ROOT / name).rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", text, re.MULTILINE))
    assert {
        name for name in imported if name.startswith(tuple(f"{one}." for one in excluded)) or name in excluded
    } == set()


def test_qt_is_not_loaded_into_every_process_on_linux() -> None:
    entries = [("pyi_rth_pyside6", "/hook.py", "PYSOURCE"), ("start", "/start.py", "PYSOURCE")]
    assert prune.scripts(entries, "linux") == entries[1:]
    assert prune.scripts(entries, "darwin") == entries
