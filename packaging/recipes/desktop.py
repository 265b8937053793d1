"""What a Linux desktop is told: the desktop entry, the metainfo, the man pages, filled in from one place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from recipes import product
from server.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIELD: Final = re.compile(r"@([A-Z_]+)@")


def fill(template: str, fields: Mapping[str, str]) -> str:
    """A template with every ``@FIELD@`` replaced.

    Raises:
        KeyError: the template asks for a field that is not given.
    """
    return _FIELD.sub(lambda match: fields[match[1]], template)


def mime_types() -> str:
    """The desktop entry's list: music that a host can add, and invites."""
    music = (kind.mime for kind in product.KINDS)
    return "".join(f"{mime};" for mime in (*music, f"x-scheme-handler/{product.SCHEME}"))


def fields(*, executable: str, licence: str, seconds: int) -> dict[str, str]:
    """What the templates may ask for.

    Args:
        executable: how the desktop starts the app.
        licence: the SPDX name of the project's licence.
        seconds: the build's date.
    """
    return {
        "APP_ID": product.APP_ID,
        "DATE": datetime.fromtimestamp(seconds, UTC).date().isoformat(),
        "EXEC": executable,
        "LICENCE": licence,
        "MIME_TYPES": mime_types(),
        "NAME": product.NAME,
        "RELAY_OPTIONS": relay_options(),
        "SUMMARY": product.SUMMARY,
        "TITLE": product.TITLE,
        "VERSION": product.version(),
    }


def relay_options() -> str:
    """The relay's options as a man page shows them, from the relay's own table."""
    blocks = []
    for option in OPTIONS:
        default = f" (default {option.default})" if option.default else ""
        flag, meaning = option.flag.replace("-", "\\-"), f"{option.meaning}{default}"
        blocks.append(f'.TP\n.BI {flag} " X"\n{meaning[0].upper()}{meaning[1:]}.')
    return "\n".join(blocks)


def project_licence(text: str) -> str:
    """The SPDX name of a licence, from its first lines.

    Raises:
        ValueError: it is none that this project would take.
    """
    head = " ".join(text.split()[:40])
    for words, name in (("MIT License", "MIT"), ("Apache License", "Apache-2.0"), ("BSD 3-Clause", "BSD-3-Clause")):
        if words in head:
            return name
    raise ValueError("LICENSE is none that packaging/recipes/desktop.py knows; add its SPDX name there")


def icon() -> Path:
    """The app's picture, as an SVG."""
    return product.ROOT / "resources" / "icons" / "unisono.svg"
