"""The page: everything that the text says, every failure as a picture, and scenes drawn at random."""

import base64
import html
from collections.abc import Sequence
from pathlib import Path

from seeing_case import Case, Figure, Section, Table

STYLE = """body{font:15px/1.4 sans-serif;margin:2em;max-width:1400px}table{margin:1em 0}
td,th{padding:2px 10px;text-align:right}
td:first-child,th:first-child{text-align:left}.missed{background:#f6c9c4}.reached{background:#cfe8cf}
figure{display:inline-block;vertical-align:top;margin:0 14px 18px 0;width:480px}figcaption{font-size:13px}
.glyph{image-rendering:pixelated;width:112px;height:112px;border:1px solid #bbb;margin-left:6px;vertical-align:top}
.frame{max-width:340px}.bars{font:12px monospace;white-space:pre}summary{cursor:pointer;font-weight:bold}"""


def write_page(path: Path, title: str, sections: Sequence[Section]) -> None:
    head = f'<!doctype html><meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    legend = "In the pictures green is the digit's own box, red is what the finder cut out; the glyph is beside it."
    body = [f"<h1>{html.escape(title)}</h1><p>{legend}</p>", *map(section_html, sections)]
    path.write_text("\n".join([head, *body, ""]), encoding="utf-8")


def section_html(section: Section) -> str:
    failures = [case for case in section.cases if case.why]
    parts = [f"<h2>{html.escape(section.title)}</h2>", *(f"<p>{html.escape(note)}</p>" for note in section.notes)]
    parts += [figures_html(section.figures), *map(table_html, section.tables)]
    parts += [pictures_html(f"{len(failures)} failures", failures, True)] if section.cases else []
    if section.samples:
        parts.append(pictures_html(f"{len(section.samples)} drawn at random", section.samples, False))
    return "\n".join(parts)


def figures_html(figures: Sequence[Figure]) -> str:
    rows = []
    for figure in figures:
        look = "" if figure.ok is None else " class=reached" if figure.ok else " class=missed"
        cells = "".join(f"<td>{html.escape(text)}</td>" for text in (figure.what, figure.value, figure.bar))
        rows.append(f"<tr{look}>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def table_html(table: Table) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in table.heads)
    rows = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in table.rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def pictures_html(title: str, cases: Sequence[Case], opened: bool) -> str:
    return f"<details{' open' if opened else ''}><summary>{title}</summary>{''.join(map(case_html, cases))}</details>"


def case_html(case: Case) -> str:
    pictures = image_html("frame", "jpeg", case.frame) + image_html("glyph", "png", case.glyph)
    lines = [f"<b>{html.escape(case.truth)} &rarr; {html.escape(case.said)}</b>", html.escape(case.why)]
    text = "<br>".join([*filter(None, lines), html.escape(case.name)])
    return f"<figure>{pictures}<figcaption>{text}{bars_html(case.scores)}</figcaption></figure>"


def image_html(look: str, kind: str, data: bytes) -> str:
    if not data:
        return ""
    return f'<img class={look} src="data:image/{kind};base64,{base64.b64encode(data).decode()}">'


def bars_html(scores: Sequence[float]) -> str:
    """The scores that say something, the highest first."""
    named = sorted(zip(scores, [*map(str, range(10)), "no digit"]), reverse=True)
    lines = [f"{name:>8} {score:4.2f} {'█' * round(20 * score)}" for score, name in named if score >= 0.02]
    return f"<div class=bars>{chr(10).join(lines)}</div>"
