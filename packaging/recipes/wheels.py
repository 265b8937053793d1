"""Wheels: ``unisono-relay`` is the relay alone, ``unisono`` is the app, which brings the relay along.

Two distributions instead of one with extras, because pip can only add to what a plain name means: ``pip install
unisono`` has to be the app, and then no extra of it could be without Qt. Each file belongs to one of the two, so either
can be removed without breaking the other. Their metadata come from pyproject.toml; only the split is said here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from recipes import product

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One wheel.

    Attributes:
        name: what is typed after ``pip install``.
        packages: the top folders it owns.
        requires: names of third-party packages; their versions are pyproject.toml's.
        script: its command, one of pyproject.toml's.
        summary: its line in an index.
        with_relay: it needs the relay's wheel of the same version.
    """

    name: str
    packages: tuple[str, ...]
    requires: frozenset[str] | None
    script: str
    summary: str
    with_relay: bool = False


RELAY: Final = Distribution(
    name=product.RELAY_NAME,
    packages=("server",),
    requires=frozenset({"aiohttp", "msgspec", "prometheus-client"}),
    script=product.RELAY_NAME,
    summary="The relay of Unisono, without the player: the meeting place for parties, for a server",
)
APP: Final = Distribution(
    name=product.NAME,
    packages=("app", "resources"),
    requires=None,
    script=product.NAME,
    summary=product.SUMMARY,
    with_relay=True,
)


def requirement_name(requirement: str) -> str:
    """The normalised package name of a requirement."""
    match = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""


def requirements(distribution: Distribution, project: list[str], version: str) -> list[str]:
    """What a distribution depends on, with the project's own bounds.

    Raises:
        LookupError: the split names a package that the project does not.
    """
    wanted = distribution.requires
    chosen = [one for one in project if wanted is None or requirement_name(one) in wanted]
    if wanted is not None and len(chosen) != len(wanted):
        found = {requirement_name(one) for one in chosen}
        raise LookupError(f"pyproject.toml does not depend on {', '.join(sorted(wanted - found))}")
    return [*chosen, *([f"{product.RELAY_NAME}=={version}"] if distribution.with_relay else [])]


def pyproject(distribution: Distribution, root: dict[str, Any], version: str) -> str:
    """The pyproject.toml of one wheel's source tree."""
    project = root["project"]
    patterns = root["tool"]["setuptools"]["package-data"]["*"]
    lines = [
        "[build-system]",
        f"requires = {_array(root['build-system']['requires'])}",
        f'build-backend = "{root["build-system"]["build-backend"]}"',
        "[project]",
        f'name = "{distribution.name}"',
        f'version = "{version}"',
        f'description = "{distribution.summary}"',
        'readme = "README.md"',
        f'requires-python = "{project["requires-python"]}"',
        'license = { file = "LICENSE" }',
        f"classifiers = {_array(project['classifiers'])}",
        f"dependencies = {_array(requirements(distribution, project['dependencies'], version))}",
        "[project.scripts]",
        f'{distribution.script} = "{project["scripts"][distribution.script]}"',
        "[tool.setuptools.packages.find]",
        f"include = {_array([pattern for name in distribution.packages for pattern in (name, f'{name}.*')])}",
        "[tool.setuptools.package-data]",
        f'"*" = {_array(patterns)}',
    ]
    return "\n".join(lines) + "\n"


def build(python: str, work: Path, target: Path) -> list[Path]:
    """Make both wheels; returns their files.

    Raises:
        subprocess.CalledProcessError: pip failed.
    """
    root = tomllib.loads((product.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = product.version()
    target.mkdir(parents=True, exist_ok=True)
    for distribution in (RELAY, APP):
        tree = work / distribution.name
        write_tree(distribution, root, version, tree)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(product.source_date())}
        # The packaging environment's own setuptools, pinned by the lock, instead of one fetched for the occasion.
        wheel = (python, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation")
        subprocess.run((*wheel, "--wheel-dir", str(target), str(tree)), env=environment, check=True)
    return sorted(target.glob(f"*-{version}-py3-none-any.whl"))


def write_tree(distribution: Distribution, root: dict[str, Any], version: str, tree: Path) -> None:
    """Write a distribution's source tree.

    Args:
        distribution: which.
        root: the project's pyproject.toml.
        version: the product's.
        tree: a folder that is replaced.
    """
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    for package in distribution.packages:
        shutil.copytree(product.ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md"):
        shutil.copy(product.ROOT / name, tree / name)
    (tree / "pyproject.toml").write_text(pyproject(distribution, root, version), encoding="utf-8")


def _array(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
