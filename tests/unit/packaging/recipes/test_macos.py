from __future__ import annotations

import plistlib
from pathlib import Path

from recipes import macos, product

ME = macos.Signing(identity="Developer ID Application: Somebody", profile="notary")
NOBODY = macos.signing({})


def test_the_app_tells_why_it_looks_into_the_local_network() -> None:
    plist = macos.info_plist("1.2")
    assert "Unisono" in plist["NSLocalNetworkUsageDescription"]
    assert plist["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == [product.SCHEME]
    assert "flac" in plist["CFBundleDocumentTypes"][0]["CFBundleTypeExtensions"]
    assert plistlib.loads(plistlib.dumps(plist)) == plist


def test_the_entitlements_let_a_host_listen_and_callbacks_run() -> None:
    with macos.ENTITLEMENTS.open("rb") as file:
        rights = plistlib.load(file)
    assert rights["com.apple.security.network.server"] is True
    assert rights["com.apple.security.cs.allow-unsigned-executable-memory"] is True


def test_what_lies_inside_is_signed_before_what_holds_it() -> None:
    app = Path("/b/Unisono.app")
    inner = [app / "Contents/a.dylib", app / "Contents/Frameworks/vlc/plugins/b.dylib"]
    signed = [command[-1] for command in macos.sign_commands(app, inner, ME)]
    assert signed == [str(inner[1]), str(inner[0]), str(app), str(app)]


def test_without_an_identity_the_app_is_signed_for_this_machine_only() -> None:
    commands = macos.sign_commands(Path("/b/Unisono.app"), [], NOBODY)
    assert commands[0][2:4] == ("--sign", "-")
    assert "runtime" not in commands[0]


def test_only_a_named_profile_has_apple_look_at_the_image() -> None:
    app, work, image = Path("/b/Unisono.app"), Path("/w"), Path("/d/it.dmg")
    with_profile = macos.image_commands(app, work, image, ME)
    assert [command[1] for command in with_profile if command[0] == "xcrun"] == ["notarytool", "stapler"]
    assert not any(command[0] == "xcrun" for command in macos.image_commands(app, work, image, NOBODY))
