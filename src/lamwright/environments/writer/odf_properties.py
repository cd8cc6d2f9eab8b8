"""OpenDocument's formatting properties, brought to one spelling for each look."""

import re
from collections.abc import Mapping

from lxml import etree

XSL = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"

_CENTIMETRES = {"in": 2.54, "cm": 1.0, "mm": 0.1, "pt": 2.54 / 72, "pc": 2.54 / 6}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(in|cm|mm|pt|pc)")
_IN_POINTS = {"font-size", "border", "border-left", "border-right", "border-top", "border-bottom", "text-shadow"}

# Bookkeeping of the program, and twins for scripts that the text is not written in.
_IGNORED = re.compile(
    r".*-(asian|complex)$|.*rsid$|language$|country$|script$|rfc-language-tag$|font-(style-name|pitch|charset|family-generic)$"
    r"|hyphenat.*|join-border$|.*-overlap$|writing-mode(-automatic)?$|use-window-font-color$|num-format$|footnote-max-height$"
    r"|layout-grid.*|register-truth.*|number-lines$|line-number$|punctuation-wrap$|line-break$|text-autospace$|vertical-align$"
    r"|opacity|background-image.*|fill.*|may-break-between-rows$|shadow$|page-number$|snap-to-layout-grid$|border-line-width.*"
)
# What a property is where nothing says anything.
_DEFAULTS = {
    "font-weight": "normal",
    "font-style": "normal",
    "font-variant": "normal",
    "text-transform": "none",
    "text-underline-style": "none",
    "text-underline-type": "single",
    "text-underline-width": "auto",
    "text-underline-color": "font-color",
    "text-underline-mode": "continuous",
    "text-overline-style": "none",
    "text-overline-width": "auto",
    "text-overline-color": "font-color",
    "text-line-through-style": "none",
    "text-line-through-type": "single",
    "text-line-through-mode": "continuous",
    "text-outline": "false",
    "text-shadow": "none",
    "text-emphasize": "none",
    "text-blinking": "false",
    "text-position": "0% 100%",
    "text-scale": "100%",
    "font-relief": "none",
    "letter-spacing": "normal",
    "letter-kerning": "true",
    "background-color": "transparent",
    "char-shading-value": "0",
    "color": "#000000",
    "display": "true",
    "text-align": "start",
    "text-align-last": "start",
    "justify-single-word": "false",
    "line-height": "100%",
    "margin-left": "0.00cm",
    "margin-right": "0.00cm",
    "margin-top": "0.00cm",
    "margin-bottom": "0.00cm",
    "margin-gutter": "0.00cm",
    "text-indent": "0.00cm",
    "auto-text-indent": "false",
    "contextual-spacing": "false",
    "break-before": "auto",
    "break-after": "auto",
    "keep-with-next": "auto",
    "keep-together": "auto",
    "orphans": "0",
    "widows": "0",
    "padding": "0.00cm",
    "border": "none",
    "tab-stops": "",
    "drop-cap": "none",
    "columns": "1",
    "print-orientation": "portrait",
    "page-usage": "all",
}
_SPELLINGS = {
    ("text-align", "left"): "start",
    ("text-align", "right"): "end",
    ("line-height", "normal"): "100%",
    ("letter-spacing", "0.00cm"): "normal",
    ("break-before", "none"): "auto",
}


def read_properties(element: etree._Element, fonts: Mapping[str, str]) -> dict[str, str]:
    """The properties of one `style:*-properties` element; `fonts` maps names of declared fonts to families."""
    found: dict[str, str] = {}
    for key, raw in element.attrib.items():
        name = etree.QName(key).localname
        if _IGNORED.fullmatch(name):
            continue
        value = normal_value(name, str(raw))
        if name == "font-name":
            value = fonts.get(value, value)
        if name == "font-family":
            name, value = "font-name", value.strip("'\"")
        found[name] = value
    found.update(_nested(element))
    if found.get("margin") is not None:
        margin = found.pop("margin")
        found = {**{f"margin-{side}": margin for side in ("left", "right", "top", "bottom")}, **found}
    if found.get("text-position", "").split(" ")[0] in {"0%", "0"}:
        found["text-position"] = _DEFAULTS["text-position"]
    return found


def _nested(element: etree._Element) -> dict[str, str]:
    """Tab stops, drop cap and columns stand in child elements."""
    found: dict[str, str] = {}
    stops = element.find(f"{{{STYLE}}}tab-stops")
    if stops is not None:
        found["tab-stops"] = " ".join(normal_value("position", stop.get(f"{{{STYLE}}}position", "")) for stop in stops)
    cap = element.find(f"{{{STYLE}}}drop-cap")
    if cap is not None:
        lines = cap.get(f"{{{STYLE}}}lines")
        found["drop-cap"] = f"{cap.get(f'{{{STYLE}}}length', '1')} over {lines} lines" if lines else _DEFAULTS["drop-cap"]
    columns = element.find(f"{{{STYLE}}}columns")
    if columns is not None:
        found["columns"] = str(max(1, int(columns.get(f"{{{XSL}}}column-count", "1"))))
    return found


def normal_value(name: str, value: str) -> str:
    """One spelling for equal values."""
    value = value.strip()
    if name not in _IN_POINTS:
        match = _LENGTH.fullmatch(value)
        if match:
            value = f"{float(match[1]) * _CENTIMETRES[match[2]]:.2f}cm".replace("-0.00cm", "0.00cm")
        elif value == "0":
            value = "0.00cm" if _DEFAULTS.get(name) == "0.00cm" else value
    return _SPELLINGS.get((name, value), value)


def beyond(direct: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Those direct properties that make a difference to what the style and the program's defaults give anyway."""
    kept = {name: value for name, value in direct.items() if base.get(name, _DEFAULTS.get(name)) != value}
    for line in ("text-underline", "text-overline", "text-line-through"):
        if f"{line}-style" not in {**base, **kept} or {**base, **kept}[f"{line}-style"] == "none":
            kept = {name: value for name, value in kept.items() if not name.startswith(line) or name == f"{line}-style"}
    return kept
