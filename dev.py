#!/usr/bin/env python3
"""The project's one command: from a fresh clone to a playing demo or a green test run.

Standard library only. The first run makes ``.venv``, installs the project into it and the system's packages that
are missing; a stamp in ``.venv`` lets every later run start at once.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what people start with whatever Python they have
    sys.exit("Unisono needs Python 3.11 or newer. Start this file with one, for example: python3.11 dev.py demo")

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

ROOT: Final = Path(__file__).resolve().parent
VENV: Final = ROOT / ".venv"
PACKAGES: Final = ROOT / "packaging" / "system-packages.toml"
STAMP: Final = VENV / "unisono-stamp.json"
BESIDE: Final = ROOT / ".dev"

COMMANDS: Final = ("demo", "run", "test", "check", "package", "screenshots", "setup")

USAGE: Final = """\
usage: python3 dev.py COMMAND [--yes] [arguments]

  demo [--headless] [--seconds N]  a relay, a host and a guest on this machine, with bundled music
  run [arguments]                  the app: its window, or  host FILE…  join INVITE  doctor  --help
  test [pytest arguments]          the checks, then every test; with arguments: pytest with them, nothing else
  check                            ruff, formatting, types and the import contracts
  package [PART]                   the installers of this system, built and tried
  screenshots [NAME…]              every page and state, dark and light, into docs/screenshots
  setup                            install everything that the other commands need, again

--yes installs missing system packages without asking (so does being root)."""


class SetupError(Exception):
    """The machine cannot be made ready; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Manager:
    """A system's package manager; the fields are explained in ``packaging/system-packages.toml``.

    Attributes:
        program: what is looked for on the PATH, and its name for people.
    """

    program: str
    platform: str
    install: Sequence[str]
    query: Sequence[str]
    playing: Sequence[str]
    testing: Sequence[str]
    refresh: Sequence[str] = ()
    query_takes_names: bool = True
    needs_root: bool = True
    one_at_a_time: bool = False
    beside: Sequence[str] = ()
    fetch: Sequence[str] = ()
    unpack: Sequence[str] = ()


def read_managers(text: str) -> tuple[Manager, ...]:
    """The package managers that a table describes, in its order."""
    return tuple(Manager(program=program, **fields) for program, fields in tomllib.loads(text).items())


def choose_manager(managers: Iterable[Manager], platform: str, which: Callable[[str], str | None]) -> Manager | None:
    """The package manager of this system; None where there is none that we know."""
    return next((manager for manager in managers if manager.platform == platform and which(manager.program)), None)


def wanted_packages(manager: Manager, *, tests: bool, pipewire: bool, venv_package: str | None) -> tuple[str, ...]:
    """The packages that this machine should have.

    Args:
        manager: as `choose_manager` found it.
        tests: also what the tests need.
        pipewire: PipeWire is this machine's sound server. Its own ALSA device keeps time a hundred times better
            than its PulseAudio imitation, and installing PulseAudio would remove that imitation from a desktop.
        venv_package: what brings ``ensurepip`` where Python came without it.
    """
    packages = [*manager.playing, *(manager.testing if tests else ())]
    if pipewire and manager.platform == "linux":
        packages = [package for package in packages if package != "pulseaudio"]
        packages.append("pipewire-alsa")
    if venv_package is not None and manager.program == "apt-get":
        packages.append(venv_package)
    return tuple(packages)


def missing_packages(wanted: Iterable[str], listing: str) -> tuple[str, ...]:
    """What of ``wanted`` a package manager's listing does not name as installed, in order."""
    # dpkg names what was removed too, after its state.
    removed = ("not-installed ", "config-files ", "half-")
    lines = [line for line in listing.splitlines() if not line.startswith(removed)]
    words = {word for line in lines for word in line.split()}
    return tuple(package for package in wanted if package not in words)


def install_commands(manager: Manager, packages: Sequence[str], *, is_root: bool) -> tuple[tuple[str, ...], ...]:
    """The commands that install ``packages``, with sudo where it takes root and we are not."""
    prefix = ("sudo",) if manager.needs_root and not is_root else ()
    groups = [(package,) for package in packages] if manager.one_at_a_time else [tuple(packages)]
    commands = [(*prefix, *manager.refresh)] if manager.refresh else []
    return (*commands, *((*prefix, *manager.install, *group) for group in groups))


def stamp_key(parts: Collection[bytes]) -> str:
    """One word that changes whenever one of ``parts`` does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def stamp_fits(text: str, key: str, *, tests: bool) -> bool:
    """Whether a stamp's text says that this very setup, or with ``tests`` the larger one, is done."""
    try:
        stamp = json.loads(text)
    except ValueError:
        return False
    return isinstance(stamp, dict) and stamp.get("key") == key and (bool(stamp.get("tests")) or not tests)


def venv_fits(config: str, version: tuple[int, int]) -> bool:
    """Whether a ``pyvenv.cfg`` is of this Python's minor version."""
    fields = dict(line.split("=", 1) for line in config.splitlines() if "=" in line)
    found = {name.strip(): value.strip() for name, value in fields.items()}
    return found.get("version", found.get("version_info", "")).split(".")[:2] == [str(part) for part in version]


@dataclass(frozen=True)
class Suite:
    """Tests that run together.

    Attributes:
        folders: below ``tests``; those without a test are left out.
        options: for pytest.
    """

    folders: tuple[str, ...]
    options: tuple[str, ...]


SUITES: Final = (
    # What is to be covered wholly is covered by its own tests.
    Suite(folders=("unit",), options=("-n", "2", "--dist", "worksteal", "--cov", "--cov-report=")),
    # Nothing but computing, which counting branches makes two and a half times as long.
    Suite(folders=("simulation",), options=("-n", "2", "--dist", "worksteal")),
    # Mostly waiting for sockets and processes of its own.
    Suite(folders=("integration",), options=("-n", "2", "--dist", "worksteal")),
    # Players on the clock, each worker's on a sound server of its own: they wait nine tenths of their time.
    Suite(folders=("contract",), options=("-n", "2", "--dist", "worksteal")),
    # Processes of their own: an application that once was turns its event loop after every later test too.
    Suite(folders=("ui",), options=("-n", "2", "--dist", "worksteal")),
    # Parties of several processes, and ears on real time: they get the machine to themselves.
    Suite(folders=("e2e",), options=()),
    Suite(folders=("rig",), options=()),
)


def pure_rooms(pyproject: str) -> tuple[str, ...]:
    """File patterns of the rooms that only decide: every branch of theirs is tested.

    The import contract that keeps clocks and wires out of them names them.
    """
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    [modules] = [contract["source_modules"] for contract in contracts if contract["id"] == "pure-rooms"]
    paths = [str(module).replace(".", "/") for module in modules]
    return tuple(pattern for path in paths for pattern in (f"{path}.py", f"{path}/*"))


def test_commands(python: str, has_tests: Callable[[str], bool], pure: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The whole test run as command lines, in order; ``pure`` are the files to be covered wholly."""
    commands: list[tuple[str, ...]] = list(check_commands(python))
    for suite in SUITES:
        folders = [f"tests/{folder}" for folder in suite.folders if has_tests(folder)]
        if folders:
            commands.append((python, "-m", "pytest", *suite.options, *folders))
    commands.append((python, "-m", "coverage", "report", "--skip-covered", "--sort=cover"))
    demand = ("--fail-under=100", "--show-missing", "--skip-covered", f"--include={','.join(pure)}")
    commands.append((python, "-m", "coverage", "report", *demand))
    return tuple(commands)


def check_commands(python: str) -> tuple[tuple[str, ...], ...]:
    """The checks that need no test run, as command lines."""
    scripts = Path(python).parent
    return (
        (python, "-m", "ruff", "check", "."),
        (python, "-m", "ruff", "format", "--check", "."),
        (python, "-m", "mypy"),
        (str(scripts / "lint-imports"), "--no-logo"),
    )


def _say(sentence: str) -> None:
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


def _run(command: Sequence[str], failure: str) -> None:
    try:
        status = subprocess.call(command, cwd=ROOT)
    except OSError as error:
        raise SetupError(f"{failure} ({error})") from error
    if status:
        raise SetupError(failure)


def _venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _agreed(commands: Sequence[Sequence[str]], *, yes: bool) -> bool:
    """Say what is to be run; ask unless that was settled before."""
    if yes or _is_root():
        return True
    _say("system packages are missing. This installs them:")
    for command in commands:
        print(f"    {' '.join(command)}", file=sys.stderr)
    if not sys.stdin.isatty():
        _say("run that yourself, or start me again with --yes.")
        return False
    return input("Run it now? [Y/n] ").strip().lower() in ("", "y", "yes")


def packages_beside(manager: Manager, *, tests: bool, pipewire: bool) -> tuple[str, ...]:
    """What is only unpacked for the tests; where PipeWire is the sound server, all of it is installed."""
    return tuple(manager.beside) if tests and not pipewire else ()


def _unpack_beside(manager: Manager, packages: Sequence[str]) -> None:
    """Unpack packages below `BESIDE`; without one of them, the tests that need it are skipped."""
    for package in packages:
        target = BESIDE / package
        if target.exists():
            continue
        BESIDE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            fetched = subprocess.call((*manager.fetch, package), cwd=folder) == 0
            files = sorted(str(path) for path in Path(folder).iterdir())
            if not fetched or not files or subprocess.call((*manager.unpack, files[0], str(target))):
                _say(f"{package} could not be fetched; some tests will be skipped.")


def _install_system_packages(*, tests: bool, yes: bool) -> bool:
    """Bring the system's packages; False when a person did not want that now."""
    manager = choose_manager(read_managers(PACKAGES.read_text(encoding="utf-8")), sys.platform, shutil.which)
    if manager is None:
        _say("no package manager that I know; install VLC 3 (and for tests ffmpeg, PulseAudio, Xvfb) by hand.")
        return True
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    needs_venv = importlib.util.find_spec("ensurepip") is None and not _venv_python().exists()
    pipewire = (Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "pipewire-0").exists()
    wanted = wanted_packages(
        manager,
        tests=tests,
        pipewire=pipewire,
        venv_package=version if needs_venv else None,
    )
    query = (*manager.query, *wanted) if manager.query_takes_names else manager.query
    listing = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    missing = missing_packages(wanted, listing)
    beside = packages_beside(manager, tests=tests, pipewire=pipewire)
    if not missing:
        _unpack_beside(manager, beside)
        return True
    commands = install_commands(manager, missing, is_root=_is_root())
    if not _agreed(commands, yes=yes):
        _say("going on without them; what lacks them will say so.")
        return False
    _say(f"installing {', '.join(missing)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    for command in commands:
        # A list that cannot be refreshed may still do; what the installation says decides.
        if manager.refresh and command[-len(manager.refresh) :] == tuple(manager.refresh):
            subprocess.call(command)
        else:
            _run(command, f"the system's packages could not be installed by: {' '.join(command)}")
    _unpack_beside(manager, beside)
    return True


def _make_venv() -> None:
    config = VENV / "pyvenv.cfg"
    if config.exists() and _venv_python().exists() and venv_fits(config.read_text(), sys.version_info[:2]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        # A package installed a moment ago is seen by a new interpreter only.
        command = (sys.executable, "-m", "venv", "--clear", str(VENV))
        _run(command, "this Python cannot make a .venv: its ensurepip is missing; install python3-venv")
        return
    _say("making .venv")
    venv.create(VENV, clear=config.exists(), with_pip=True, symlinks=os.name != "nt")


def prepare(*, tests: bool, yes: bool, again: bool = False) -> None:
    """Make the machine ready; returns at once when the stamp says that it is.

    Raises:
        SetupError: it cannot be made ready.
    """
    key = stamp_key(
        [
            (ROOT / "pyproject.toml").read_bytes(),
            PACKAGES.read_bytes(),
            Path(__file__).read_bytes(),
            sys.version.encode(),
            str(ROOT).encode(),
        ]
    )
    if not again and STAMP.exists() and stamp_fits(STAMP.read_text(), key, tests=tests):
        return
    complete = _install_system_packages(tests=tests, yes=yes)
    _make_venv()
    _say("installing the project and its Python packages (a few minutes the first time)")
    pip = (str(_venv_python()), "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    _run((*pip, "--editable", f"{ROOT}[dev]" if tests else str(ROOT)), "pip could not install the Python packages")
    if complete:
        STAMP.write_text(json.dumps({"key": key, "tests": tests}))


def _become(command: Sequence[str]) -> NoReturn:
    """Hand this process over; Windows has no exec that keeps the console, so it waits there."""
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], list(command))  # noqa: S606 - an argument list of ours, no shell wanted


def _has_tests(folder: str) -> bool:
    return any((ROOT / "tests" / folder).rglob("test_*.py"))


def _run_all(commands: Iterable[Sequence[str]]) -> int:
    """Run every command, even after one failed, so that one run shows every fault."""
    failed: list[str] = []
    for command in commands:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        print(f"\n── {shown}", flush=True)
        if subprocess.call(command, cwd=ROOT):
            failed.append(shown)
    for shown in failed:
        _say(f"failed: {shown}")
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 0 if arguments and arguments[0] in {"help", "--help", "-h"} else 2
    command, *rest = arguments
    yes = "--yes" in rest
    rest = [argument for argument in rest if argument != "--yes"]
    if command == "package":
        _become((sys.executable, str(ROOT / "packaging" / "build.py"), *rest))
    tests = command not in {"demo", "run"}
    prepare(tests=tests, yes=yes, again=command == "setup")
    python = str(_venv_python())
    if command in {"demo", "run"}:
        _become((python, "-m", "app", *(("demo",) if command == "demo" else ()), *rest))
    os.chdir(ROOT)
    if command == "screenshots":
        _become((python, "-m", "tests.ui.screenshots", "docs/screenshots", *rest))
    if command == "test" and rest:
        _become((python, "-m", "pytest", *rest))
    if command == "setup":
        return 0
    if command == "check":
        return _run_all(check_commands(python))
    return _run_all(
        test_commands(python, _has_tests, pure_rooms((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        _say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
