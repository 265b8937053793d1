"""The Windows installer's script, for Inno Setup 6. Its text is tested on Linux; it has not yet been run on Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from recipes import product
from recipes.desktop import fill

TEMPLATE: Final = product.PACKAGING / "windows" / "unisono.iss.in"
#: Fixed for ever: by it Windows knows that a newer installer replaces an older one.
INSTALLER_ID: Final = "8F0B3F5C-6C1D-4E0E-9B35-5B1C6F0C7A21"


class NoCompilerError(Exception):
    """Inno Setup is not installed; ``str()`` says what to do."""


def association_lines() -> str:
    """Registry lines that offer the app for music files ("Open with"), without taking them from another player."""
    key = r"Software\Classes"
    suffixes = [suffix for kind in product.KINDS for suffix in kind.suffixes]
    offers = [
        rf'Root: HKCU; Subkey: "{key}\.{suffix}\OpenWithProgids"; ValueType: string; ValueName: "Unisono.Music"; '
        rf'ValueData: ""; Flags: uninsdeletevalue; Tasks: files'
        for suffix in suffixes
    ]
    supported = [
        rf'Root: HKCU; Subkey: "{key}\Applications\unisono.exe\SupportedTypes"; ValueType: string; '
        rf'ValueName: ".{suffix}"; ValueData: ""; Flags: uninsdeletekey; Tasks: files'
        for suffix in suffixes
    ]
    return "\n".join([*offers, *supported])


def script(bundle: Path, output: Path, *, sign_tool: str) -> str:
    """The installer's script.

    Args:
        bundle: the finished folder to install.
        output: the folder for the installer.
        sign_tool: Inno Setup's name of a configured signing tool; empty leaves the installer unsigned.
    """
    return fill(
        TEMPLATE.read_text(encoding="utf-8"),
        {
            "APP_ID": product.APP_ID,
            "ASSOCIATIONS": association_lines(),
            "BUNDLE": str(bundle),
            "INSTALLER_ID": INSTALLER_ID,
            "MAINTAINER": product.MAINTAINER.partition(" <")[0],
            "NAME": product.NAME,
            "OUTPUT": str(output),
            "OUTPUT_NAME": name().removesuffix(".exe"),
            "SCHEME": product.SCHEME,
            "SIGN": f"SignTool={sign_tool}\nSignedUninstaller=yes" if sign_tool else "; unsigned",
            "TITLE": product.TITLE,
            "VERSION": product.version(),
        },
    )


def name() -> str:
    """The installer's file name."""
    return f"{product.TITLE}-{product.version()}-windows-{product.machine()}-setup.exe"


def build(bundle: Path, work: Path, output: Path) -> None:
    """Compile the installer. ``UNISONO_SIGN_TOOL`` names the signing tool that Inno Setup was told of.

    Raises:
        NoCompilerError: there is no Inno Setup.
        subprocess.CalledProcessError: it failed.
    """
    usual = Path(os.environ.get("ProgramFiles(x86)", "C:/Program Files (x86)")) / "Inno Setup 6" / "ISCC.exe"  # noqa: SIM112 - Windows' name
    compiler = shutil.which("iscc") or (str(usual) if usual.exists() else None)
    if compiler is None:
        raise NoCompilerError("Inno Setup 6 is not installed: winget install JRSoftware.InnoSetup")
    work.mkdir(parents=True, exist_ok=True)
    file = work / "unisono.iss"
    # Inno Setup takes a script for UTF-8 by its mark.
    file.write_text(script(bundle, output, sign_tool=os.environ.get("UNISONO_SIGN_TOOL", "")), encoding="utf-8-sig")
    subprocess.run((compiler, "/Qp", str(file)), check=True)
