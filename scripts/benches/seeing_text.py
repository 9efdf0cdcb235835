"""A section as text for the terminal and the text file."""

from seeing_case import Figure, Section, Table


def as_text(section: Section) -> str:
    lines = ["", section.title, "=" * len(section.title), *section.notes]
    lines += [as_line(figure) for figure in section.figures]
    for table in section.tables:
        lines += ["", *as_lines(table)]
    return "\n".join(lines) + "\n"


def as_line(figure: Figure) -> str:
    verdict = "" if figure.ok is None else "reached" if figure.ok else "MISSED"
    return f"  {figure.what:<62} {figure.value:>12}   {figure.bar:<20} {verdict}".rstrip()


def as_lines(table: Table) -> list[str]:
    rows = [list(table.heads), *map(list, table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.heads))]
    return ["  " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
