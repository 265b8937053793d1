"""The environment that packages are built in: exactly what the lock file says, and nothing of the developer's."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import Final

from recipes.product import BUILD, PACKAGING, ROOT, system

#: A lock names files, which differ by system; each system writes its own.
LOCK: Final = PACKAGING / f"requirements-{system()}.lock"
_VENV: Final = BUILD / "venv"


def python() -> str:
    """The environment's interpreter; makes the environment first where the lock changed."""
    interpreter = _VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    key = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    stamp = _VENV / "lock-stamp"
    if not (stamp.exists() and stamp.read_text(encoding="ascii") == key):
        subprocess.run((sys.executable, "-m", "venv", "--clear", str(_VENV)), check=True)
        pip = (str(interpreter), "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        # Hashes: the same bytes on every machine, whoever serves them. No build steps: wheels only.
        subprocess.run((*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)), check=True)
        stamp.write_text(key, encoding="ascii")
    return str(interpreter)


def write_lock(resolver: str) -> None:
    """Write the lock anew from pyproject.toml and ``requirements.in``, with the pip-tools of ``resolver``."""
    command = (
        *(resolver, "-m", "piptools", "compile", "--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras"),
        # Where packages come from is each machine's own matter.
        *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-header", "--no-annotate"),
        *("--upgrade", "--output-file", str(LOCK)),
        *(str(ROOT / "pyproject.toml"), str(PACKAGING / "requirements.in")),
    )
    subprocess.run(command, cwd=ROOT, check=True)
