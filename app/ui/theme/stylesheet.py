"""The stylesheet: the template in resources, filled with tokens."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from app.ui.theme.resources import read_text
from app.ui.theme.tokens import HIT, RADIUS, Palette, Space, Type

#: The field that the eye goes to first.
_LARGE_FIELD = 44
_DERIVED = (
    "outline",
    "edge",
    "hover",
    "pressed",
    "accent_hover",
    "accent_pressed",
    "accent_soft",
    "accent_mild",
    "track",
)


def render_stylesheet(palette: Palette, *, text_scale: float = 1.0) -> str:
    """Qt style sheet for one palette; type and hit targets grow with ``text_scale``.

    Raises:
        KeyError: the template names a token that does not exist.
    """
    values: dict[str, str] = {field.name: getattr(palette, field.name) for field in fields(palette)}
    values |= {name: getattr(palette, name) for name in _DERIVED}
    values |= {f"type_{size.name.lower()}": f"{round(size * text_scale)}px" for size in Type}
    values |= {f"space_{step.name.lower()}": f"{int(step)}px" for step in Space}
    # The 2 px of a border come on top of QSS's min-height.
    values |= {"radius": f"{RADIUS}px", "hit": f"{round(HIT * max(1.0, text_scale)) - 2}px"}
    values["large"] = f"{round(_LARGE_FIELD * max(1.0, text_scale))}px"
    return Template(read_text("styles", "unisono.qss")).substitute(values)
