from __future__ import annotations

from recipes import deb


def test_the_package_depends_on_what_it_links_to_and_what_it_opens() -> None:
    depends = deb.depends_on({"libx11-6", "libc6", "libssl3"}, (2, 35))
    assert depends[0] == "libc6 (>= 2.35)"
    assert {"libvlc5", "vlc-plugin-base", "libpulse0", "libportaudio2", "libx11-6", "libssl3"} <= set(depends)
    assert "libc6" not in depends


def test_the_control_file_is_one_that_dpkg_reads() -> None:
    text = deb.control(version="1.2.3", architecture="amd64", kilobytes=7, depends=["libc6 (>= 2.35)", "libvlc5"])
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    assert fields["Version"] == "1.2.3"
    assert fields["Depends"] == "libc6 (>= 2.35), libvlc5"
    assert fields["Installed-Size"] == "7"
    assert text.endswith("\n")
    assert all(len(line) <= 80 for line in text.splitlines() if line.startswith(" "))


def test_the_copyright_file_holds_the_licence_and_the_way_to_the_others() -> None:
    text = deb.copyright_file("MIT License")
    assert "MIT License" in text
    assert "/usr/lib/unisono/_internal/licences/" in text
