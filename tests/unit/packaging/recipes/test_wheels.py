from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from recipes import product, wheels

ROOT: dict[str, Any] = tomllib.loads((product.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMPORT_NAMES = {"PySide6-Essentials": "PySide6", "python-vlc": "vlc", "prometheus-client": "prometheus_client"}


def imported(folder: str) -> set[str]:
    """Top-level names that a folder's modules import."""
    names: set[str] = set()
    for path in (product.ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"app", "server", "resources", "winreg"}


def test_the_relay_asks_for_no_qt_no_numpy_and_no_vlc() -> None:
    asked = wheels.requirements(wheels.RELAY, ROOT["project"]["dependencies"], "1.0")
    assert {wheels.requirement_name(one) for one in asked} == {"aiohttp", "msgspec", "prometheus-client"}


def test_the_relay_imports_only_what_it_asks_for() -> None:
    assert wheels.RELAY.requires is not None
    assert imported("server") <= {IMPORT_NAMES.get(name, name) for name in wheels.RELAY.requires}


def test_the_app_asks_for_everything_that_it_imports() -> None:
    asked = wheels.requirements(wheels.APP, ROOT["project"]["dependencies"], "1.0")
    known = {IMPORT_NAMES.get(name.split(">")[0], name.split(">")[0]) for name in asked}
    # shiboken6 is PySide6's other half, of the same version.
    assert imported("app") <= known | {"shiboken6"}


def test_the_app_brings_the_relay_of_its_own_version() -> None:
    assert "unisono-relay==1.2" in wheels.requirements(wheels.APP, ROOT["project"]["dependencies"], "1.2")


def test_a_requirement_that_the_project_does_not_have_is_told() -> None:
    with pytest.raises(LookupError, match="msgspec"):
        wheels.requirements(wheels.RELAY, ["aiohttp>=3"], "1.0")


@pytest.mark.parametrize("distribution", [wheels.RELAY, wheels.APP], ids=lambda one: one.name)
def test_each_wheels_project_file_is_complete(distribution: wheels.Distribution) -> None:
    project = tomllib.loads(wheels.pyproject(distribution, ROOT, "1.2"))
    assert project["project"]["version"] == "1.2"
    assert list(project["project"]["scripts"]) == [distribution.script]


def test_no_file_belongs_to_both_wheels(tmp_path: Path) -> None:
    trees = []
    for distribution in (wheels.RELAY, wheels.APP):
        wheels.write_tree(distribution, ROOT, "1.2", tmp_path / distribution.name)
        tree = tmp_path / distribution.name
        trees.append({path.relative_to(tree) for path in tree.rglob("*.py")})
    assert trees[0].isdisjoint(trees[1])
    assert Path("server/protocol/version.py") in trees[0]
    assert Path("app/__main__.py") in trees[1]


def test_every_kind_of_resource_is_packed() -> None:
    patterns = {pattern.removeprefix("*") for pattern in ROOT["tool"]["setuptools"]["package-data"]["*"]}
    suffixes = {path.suffix for path in (product.ROOT / "resources").rglob("*") if path.is_file()}
    assert suffixes - {".py", ".pyc", ".md", ".ts"} <= patterns
