from __future__ import annotations

import re
import tomllib

from recipes import environment, product, wheels

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def test_the_lock_holds_every_package_that_the_project_asks_for() -> None:
    lock = (product.PACKAGING / "requirements-linux.lock").read_text(encoding="utf-8")
    locked = {wheels.requirement_name(name) for name in LOCKED.findall(lock)}
    project = tomllib.loads((product.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    build = (product.PACKAGING / "requirements.in").read_text(encoding="utf-8").splitlines()
    wanted = [*project["dependencies"], *(line for line in build if not line.startswith("#"))]
    assert {wheels.requirement_name(one) for one in wanted} <= locked, "python3 packaging/build.py lock"


def test_the_lock_names_files_by_their_digests_and_no_place() -> None:
    lock = (product.PACKAGING / "requirements-linux.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert not re.search(r"^(-i|--index-url|--extra-index-url|--find-links)", lock, re.MULTILINE)


def test_each_system_has_a_lock_of_its_own() -> None:
    assert environment.LOCK.name == f"requirements-{product.system()}.lock"
