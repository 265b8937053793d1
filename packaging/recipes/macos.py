"""The macOS application and its disk image. Its logic is tested on Linux; it has not yet been run on a Mac."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from recipes import product

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The oldest macOS that PySide6's wheels run on.
MINIMUM: Final = "13.0"
ENTITLEMENTS: Final = product.PACKAGING / "macos" / "entitlements.plist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs, from the environment; without an identity the app is signed for this machine only.

    Attributes:
        identity: ``UNISONO_SIGN_IDENTITY``, as ``security find-identity`` names it.
        profile: ``UNISONO_NOTARY_PROFILE``, as stored by ``notarytool store-credentials``; empty leaves notarising out.
    """

    identity: str
    profile: str


def signing(environment: Mapping[str, str]) -> Signing:
    """What the environment says about signing."""
    return Signing(
        identity=environment.get("UNISONO_SIGN_IDENTITY") or "-",
        profile=environment.get("UNISONO_NOTARY_PROFILE", ""),
    )


def info_plist(version: str) -> dict[str, Any]:
    """What the application tells macOS of itself, beyond what PyInstaller writes."""
    return {
        "CFBundleDisplayName": product.TITLE,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.music",
        "LSMinimumSystemVersion": MINIMUM,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        # macOS shows this sentence when it asks whether the app may look for parties in the local network.
        "NSLocalNetworkUsageDescription": (
            "Unisono connects to the laptops of your party in this network, so that all play at the same instant."
        ),
        "NSBonjourServices": ["_unisono._tcp"],
        "CFBundleURLTypes": [{"CFBundleURLName": product.APP_ID, "CFBundleURLSchemes": [product.SCHEME]}],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Music",
                "CFBundleTypeRole": "Viewer",
                # Offered, but never taken from the person's usual player.
                "LSHandlerRank": "Alternate",
                "CFBundleTypeExtensions": [suffix for kind in product.KINDS for suffix in kind.suffixes],
                "CFBundleTypeMIMETypes": [kind.mime for kind in product.KINDS],
            }
        ],
    }


def sign_commands(app: Path, inner: list[Path], who: Signing) -> list[tuple[str, ...]]:
    """The commands that sign the app: what lies inside first, since a signature covers what it holds."""
    hardened = ("--options", "runtime", "--timestamp") if who.identity != "-" else ()
    sign = ("codesign", "--force", "--sign", who.identity, *hardened)
    deepest_first = sorted(inner, key=lambda path: (-len(path.parts), str(path)))
    return [
        *((*sign, str(path)) for path in deepest_first),
        (*sign, "--entitlements", str(ENTITLEMENTS), str(app)),
        ("codesign", "--verify", "--strict", "--deep", str(app)),
    ]


def image_commands(app: Path, work: Path, image: Path, who: Signing) -> list[tuple[str, ...]]:
    """The commands that make the disk image, with a link to drag the app onto, and have Apple look at it."""
    commands: list[tuple[str, ...]] = [
        ("rm", "-rf", str(work)),
        ("mkdir", "-p", str(work)),
        ("ditto", str(app), str(work / app.name)),
        ("ln", "-s", "/Applications", str(work / "Applications")),
        ("hdiutil", "create", "-volname", product.TITLE, "-srcfolder", str(work), "-ov", "-format", "UDZO", str(image)),
    ]
    if who.identity != "-":
        commands.append(("codesign", "--force", "--sign", who.identity, "--timestamp", str(image)))
    if who.profile:
        commands.append(("xcrun", "notarytool", "submit", str(image), "--keychain-profile", who.profile, "--wait"))
        commands.append(("xcrun", "stapler", "staple", str(image)))
    return commands


def name() -> str:
    """The disk image's file name."""
    return f"{product.TITLE}-{product.version()}-macos-{product.machine()}.dmg"


def build(app: Path, work: Path, image: Path) -> None:
    """Sign the app and make its disk image.

    Raises:
        subprocess.CalledProcessError: a step failed.
    """
    who = signing(os.environ)
    inner = [path for path in app.rglob("*") if path.suffix in {".dylib", ".so"} and not path.is_symlink()]
    image.parent.mkdir(parents=True, exist_ok=True)
    for command in (*sign_commands(app, inner, who), *image_commands(app, work, image, who)):
        subprocess.run(command, check=True)
