"""Pictures as inline SVG: the only user of matplotlib, which is optional (the extra ``plots``).

The same values give the same bytes on any machine and in any locale (for one version of matplotlib), because:

- text stays text (``svg.fonttype: none``): no glyph outline, so no font of the machine gets into the file. It also
  follows the reader's fonts, can be searched and read aloud, and prints every script;
- every artist stands at a fixed place in pixels, text on its baseline: no font is measured to lay anything out;
- matplotlib's own defaults are restored first, so a user's ``matplotlibrc`` changes nothing;
- the date and the maker are left out, identifiers are ours, and the salt is fixed; numbers are cut to two decimals.

Colours are roles. Each is drawn in its light tone and then written as ``var(--role, tone)``: a page that defines the
roles (as ours do) recolours the pictures in the dark and in print, and a picture alone still has its colours. The
tones differ in lightness as well as in hue, after the palette of Okabe and Ito, and each is labelled beside.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from siggraph.errors import MissingExtraError
from siggraph.model import Balance
from siggraph.pages import style

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_WIDTH = 420
_ROW = 24
_LABEL = 36  # cells of a label in the network

Align = Literal["left", "right", "center"]
Node = tuple[str, str, int, float, float]
Edge = tuple[str, str, int, float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and a row of its table twin. ``group`` is value, rest (what the limit cut) or special (not a value)."""

    label: str
    count: int
    group: str = "value"


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Themes and how they are shared.

    Parameters
    ----------
    nodes
        Identifier, label, size (organisations), x, y; the places in any unit.
    edges
        Two identifiers, organisations shared, lift (observed / expected), q (false discovery rate).
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]


def available() -> bool:
    """Tell whether pictures can be drawn: whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


class _Sink:
    """What the renderer writes to: a list of texts, as stages have no files."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        self.parts.append(text)


class _Sheet:
    """A drawing in pixels, the origin at the upper left, as matplotlib artists on a bare figure."""

    def __init__(self, wide: float, high: float, kind: str = "") -> None:
        if not available():
            raise MissingExtraError("drawing a picture", "plots")
        self.wide, self.high, self._kind = wide, high, kind
        self._artists: list[Callable[[], Artist]] = []  # made under our settings only, in _draw

    def box(self, x: float, y: float, wide: float, high: float, colour: str, alpha: float | None = None) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - matplotlib is optional

        self._artists.append(
            lambda: Rectangle(
                (x, y), wide, high, facecolor=style.ROLES[colour], edgecolor="none", linewidth=0, alpha=alpha
            )
        )

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        from matplotlib.patches import Circle  # noqa: PLC0415 - matplotlib is optional

        self._artists.append(
            lambda: Circle((x, y), radius, facecolor=style.ROLES[colour], edgecolor=style.ROLES["card"], linewidth=1.5)
        )

    def line(self, ends: tuple[float, float, float, float], colour: str, wide: float, *, dashed: bool = False) -> None:
        from matplotlib.lines import Line2D  # noqa: PLC0415 - matplotlib is optional

        dashes = (0.0, (4.0, 5.0)) if dashed else None
        self._artists.append(
            lambda: Line2D(ends[::2], ends[1::2], color=style.ROLES[colour], linewidth=wide, linestyle=dashes)
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: Align = "left",
        colour: str = "ink",
        size: float = 13,
        bold: bool = False,
    ) -> None:
        from matplotlib.text import Text  # noqa: PLC0415 - matplotlib is optional

        self._artists.append(
            lambda: Text(
                x,
                y,
                style.visible(" ".join(text.split())),
                color=style.ROLES[colour],
                fontsize=size,
                fontweight="bold" if bold else "normal",
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,  # a dollar sign in a name is a dollar sign
            )
        )

    def svg(self, title: str, desc: str, prefix: str) -> str:
        """Return the drawing as one ``<svg>`` element with its title and description for screen readers."""
        return style.dress(self._draw(), self.wide, self.high, title, desc, prefix, self._kind)

    def _draw(self) -> str:
        import matplotlib as mpl  # noqa: PLC0415 - matplotlib is optional
        from matplotlib.backends.backend_svg import RendererSVG  # noqa: PLC0415 - likewise
        from matplotlib.figure import Figure  # noqa: PLC0415 - likewise
        from matplotlib.transforms import Affine2D  # noqa: PLC0415 - likewise

        sink = _Sink()
        with mpl.rc_context(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # measured, never drawn: the reader's fonts have it
            mpl.rcdefaults()
            mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "siggraph"})
            figure = Figure(figsize=(self.wide / 72, self.high / 72), dpi=72)  # 72 to the inch: a unit is a pixel
            figure.patch.set_visible(False)
            downwards = Affine2D().scale(1, -1).translate(0, self.high)
            for order, make_artist in enumerate(self._artists):
                artist = make_artist()
                artist.set(transform=downwards, zorder=order)  # painted in the order in which it was put down
                figure.add_artist(artist)
            nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            make: Any = RendererSVG  # matplotlib leaves it untyped
            renderer = make(self.wide, self.high, sink, image_dpi=72, metadata=nothing)
            figure.draw(renderer)
            renderer.finalize()
        return "".join(sink.parts)


def balance(sheet: Balance, *, title: str, prefix: str) -> str:
    """Draw the sheet of one letter: named + withheld (+ unresolved) against the stated total, and what is in named."""
    parts = [
        ("named", sheet.named, "blue"),
        ("withheld", sheet.withheld, "grey"),
        ("unresolved", sheet.unresolved, "orange"),
    ]
    inner = [
        ("organisations", sheet.organisations, "pale"),
        ("repeated", sheet.repeated, "amber"),
        ("individuals", sheet.individuals, "purple"),
    ]
    counted = sheet.named + sheet.withheld + sheet.unresolved
    scale = _WIDTH / max(1, counted, sheet.stated.total or 0)
    page = _Sheet(_WIDTH, 176)
    stated = "no total is stated" if sheet.stated.total is None else f"stated total {style.number(sheet.stated.total)}"
    page.text(0, 14, f"{style.number(counted)} signatories accounted for", bold=True)
    page.text(_WIDTH, 14, stated, align="right", colour="muted")
    _stack(page, 24, parts, scale)
    page.text(0, 106, f"{style.number(sheet.named)} named", bold=True)
    _stack(page, 116, inner, scale)
    if sheet.stated.total is not None and sheet.stated.total != counted:
        at = sheet.stated.total * scale
        page.line((at, 20, at, 54), "ink", 2)
    desc = f"{stated}; " + ", ".join(f"{name} {style.number(count)}" for name, count, _ in (*parts, *inner))
    return page.svg(title, desc, prefix)


def _stack(page: _Sheet, top: float, parts: Sequence[tuple[str, int, str]], scale: float) -> None:
    """One stacked bar with its legend below; an empty part keeps no room in the legend."""
    at = 0.0
    for _, count, colour in parts:
        page.box(at, top, count * scale, 26, colour)
        at += count * scale
        page.line((at, top, at, top + 26), "card", 1)
    shown = [part for part in parts if part[1]]
    for column, (name, count, colour) in enumerate(shown):
        x = column * _WIDTH / 3
        page.box(x, top + 35, 10, 10, colour)
        page.text(x + 15, top + 45, f"{name} {style.number(count)}")


def bars(rows: Sequence[Bar], *, most: int, title: str, desc: str, prefix: str) -> str:
    """Draw horizontal bars; `most` is the count at full length, so that two pictures can share one scale."""
    first_special = next((i for i, bar in enumerate(rows) if bar.group == "special"), len(rows))
    gap = 12 if 0 < first_special < len(rows) else 0
    page = _Sheet(_WIDTH, len(rows) * _ROW + gap + 4)
    left, longest = 190, _WIDTH - 190 - 44
    for index, bar in enumerate(rows):
        top = index * _ROW + (gap if index >= first_special else 0)
        colour = {"value": "blue", "rest": "pale"}.get(bar.group, "grey")
        muted = "ink" if bar.group == "value" else "muted"
        page.text(left - 10, top + 16, style.shorten(bar.label, 25), align="right", colour=muted)
        page.box(left, top + 4, max(1.0, bar.count * longest / max(1, most)) if bar.count else 0, _ROW - 8, colour)
        end = left + bar.count * longest / max(1, most)
        page.text(end + 7, top + 16, style.number(bar.count), colour=muted)
    if gap:
        page.line((0, first_special * _ROW + 6, _WIDTH, first_special * _ROW + 6), "line", 1)
    page.line((left, 0, left, page.high), "line", 1)
    return page.svg(title, desc, prefix)


def ranking(bodies: Mapping[str, AbstractSet[str]], labels: Mapping[str, str], top: int = 20) -> list[Bar]:
    """Return a bar for each of the `top` values with most bodies, and one for the bodies of all the others.

    >>> ranking({"x": {"1", "2"}, "y": {"1"}, "z": {"1"}}, {"x": "X", "y": "Y", "z": "Z"}, top=1)
    [Bar(label='X', count=2, group='value'), Bar(label='and 2 more', count=1, group='rest')]
    """
    order = sorted(bodies, key=lambda code: (-len(bodies[code]), labels[code], code))
    cut = len(order) if len(order) == top + 1 else top  # "and 1 more" would take the room of that one
    bars = [Bar(labels[code], len(bodies[code])) for code in order[:cut]]
    if order[cut:]:
        others: set[str] = set().union(*(bodies[code] for code in order[cut:]))
        bars.append(Bar(f"and {len(order) - cut} more", len(others), "rest"))
    return bars


def chart(rows: Sequence[Bar], *, title: str, most: int, whole: int, prefix: str, drawn: bool) -> dict[str, Any]:
    """Return a picture (blank unless `drawn`) and its table twin; `whole` is what shares are taken of."""
    desc = f"{len(rows)} bars; the table below has their numbers."
    return {
        "title": title,
        "picture": bars(rows, most=most, title=title, desc=desc, prefix=prefix) if drawn and rows else "",
        "rows": [
            (
                "" if bar.group == "value" else bar.group,
                (bar.label, style.number(bar.count), style.percent(bar.count, whole)),
            )
            for bar in rows
        ],
    }


def theme_parts(themes: ThemeMap | None, *, alpha: float, drawn: bool, pairs: int = 40) -> dict[str, Any] | None:
    """Return the words, the picture (blank unless `drawn`) and the table twins of the network of themes."""
    if themes is None or not themes.nodes:
        return None
    names = {node[0]: node[1] for node in themes.nodes}
    over, _ = above_chance(themes, alpha, limit=len(themes.edges))
    shown, left_out = above_chance(themes, alpha)
    rows: list[tuple[str, tuple[str, ...]]] = [
        ("", (names.get(a, a), names.get(b, b), style.number(n), style.decimal(lift), style.probability(q)))
        for a, b, n, lift, q in over
    ]
    if rows[pairs:]:
        rows = [*rows[:pairs], ("rest", (f"and {len(rows) - pairs} more", "", "", "", ""))]
    caption = (
        "Themes are our own labels: a topic or a place of concern. The area of a dot is its number of organisations. "
        "A line joins two themes that share more organisations than chance would give, were each theme to keep its "
        "size and each organisation its number of themes."
    )
    if left_out and drawn:
        caption += f" The {len(shown)} surest of {len(over)} lines are drawn."
    return {
        "words": _theme_words(over, alpha),
        "picture": theme_network(themes, alpha=alpha, title="Network of themes", prefix="themes") if drawn else "",
        "caption": caption,
        "pairs": rows,
        "nodes": [("", (n[1], style.number(n[2]))) for n in sorted(themes.nodes, key=lambda n: (-n[2], n[1], n[0]))],
    }


def _theme_words(over: Sequence[Edge], alpha: float) -> str:
    sure = sum(edge[4] <= alpha for edge in over)
    level = f"q\u00a0≤\u00a0{alpha:g} after correction for all pairs"
    if not over:
        return "No pair of themes shares more organisations than chance would give."
    pairs = f"{style.plural(len(over), 'pair')} of themes {'shares' if len(over) == 1 else 'share'}"
    if sure:
        return f"{pairs} more organisations than expected, {style.number(sure)} of them significantly ({level})."
    return (
        f"{pairs} more organisations than expected, but none significantly ({level}). Read the lines as a description "
        "of this list, not as evidence that the themes belong together."
    )


def above_chance(themes: ThemeMap, alpha: float, limit: int = 90) -> tuple[list[Edge], int]:
    """Return the pairs that share more than expected, the surest first, and how many the limit left out.

    Significant pairs (q <= `alpha`) are never left out.
    """
    over = sorted((e for e in themes.edges if e[3] > 1), key=lambda e: (e[4], -e[3], -e[2], e[0], e[1]))
    sure = sum(e[4] <= alpha for e in over)
    kept = over[: max(limit, sure)]
    return kept, len(over) - len(kept)


def theme_network(themes: ThemeMap, *, alpha: float, title: str, prefix: str) -> str:
    """Draw themes as dots whose area grows with their organisations; pairs above chance as lines."""
    page = _Sheet(880, 600, "network")
    spots = _spots(themes, page.wide, page.high)
    edges, _ = above_chance(themes, alpha)
    for a, b, _shared, _lift, q in reversed(edges):  # the surest on top
        if a in spots and b in spots:
            ends = (spots[a][0], spots[a][1], spots[b][0], spots[b][1])
            page.line(ends, "blue" if q <= alpha else "grey", 2 if q <= alpha else 0.8, dashed=q > alpha)
    nodes = sorted(themes.nodes, key=lambda n: (-n[2], n[0]))
    for node in nodes:
        page.dot(*spots[node[0]], "blue")
    for node, (x, y, align) in zip(nodes, _places(nodes, spots, page), strict=True):
        page.text(x, y, style.shorten(node[1], _LABEL), align=align, size=12.5)
    sure = sum(edge[4] <= alpha for edge in edges)
    desc = f"{len(nodes)} themes; {len(edges)} pairs drawn, {sure} of them significant. The tables beside list them."
    return page.svg(title, desc, prefix)


def _spots(themes: ThemeMap, wide: float, high: float) -> dict[str, tuple[float, float, float]]:
    """Return x, y and radius of each theme; positions fill the sheet, areas are in proportion to size."""
    if not themes.nodes:
        return {}
    most = max(1, *(node[2] for node in themes.nodes))

    def fit(values: Sequence[float], begin: float, end: float) -> list[float]:
        low, high = min(values), max(values)
        if high == low:
            return [(begin + end) / 2] * len(values)
        order = sorted(values)
        even = {value: order.index(value) / (len(order) - 1) for value in order}
        # Half by place and half by rank: one theme far out does not press all others together.
        shares = [(value - low) / (high - low) / 2 + even[value] / 2 for value in values]
        return [round(begin + share * (end - begin), 1) for share in shares]

    xs = fit([node[3] for node in themes.nodes], 110, wide - 130)
    ys = fit([node[4] for node in themes.nodes], 36, high - 36)
    radii = [round(max(3.0, 24 * (node[2] / most) ** 0.5), 1) for node in themes.nodes]
    return {node[0]: (x, y, r) for node, x, y, r in zip(themes.nodes, xs, ys, radii, strict=True)}


def _places(
    nodes: Sequence[Node], spots: Mapping[str, tuple[float, float, float]], page: _Sheet
) -> list[tuple[float, float, Align]]:
    """Choose for each label, greatest theme first, the side where it covers least of what is already there."""
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in spots.values()]
    chosen: list[tuple[float, float, Align]] = []
    for node in nodes:
        x, y, r = spots[node[0]]
        wide = 6.8 * style.width(style.shorten(node[1], _LABEL))
        sides: tuple[tuple[float, float, Align, float], ...] = (
            (r + 4, 4, "left", 0.0),
            (-r - 4, 4, "right", 1.0),
            (0, r + 14, "center", 0.5),
            (0, -r - 5, "center", 0.5),
        )
        options: list[tuple[float, int, tuple[float, float, Align], tuple[float, float, float, float]]] = []
        for rank, (dx, dy, align, shift) in enumerate(sides):
            left = x + dx - shift * wide
            box = (left, y + dy - 11, left + wide, y + dy + 3)
            outside = (
                max(0.0, -box[0]) + max(0.0, box[2] - page.wide) + max(0.0, -box[1]) + max(0.0, box[3] - page.high)
            )
            covered = sum(_overlap(box, other) for other in taken)
            options.append((covered + 40 * outside, rank, (x + dx, y + dy, align), box))
        _, _, place, box = min(options)
        chosen.append(place)
        taken.append(box)
    return chosen


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def overlap(
    names: Sequence[str], cells: Mapping[tuple[int, int], tuple[int, float]], *, title: str, desc: str, prefix: str
) -> str:
    """Draw a lower triangle of theme pairs: blue shares more than chance, orange less, stronger is farther from it.

    `cells` maps (row, column), column < row, to organisations shared and lift.
    """
    left, side = 214, 26
    page = _Sheet(left + side * len(names) + 4, side * len(names) + 8, "matrix")
    for row, name in enumerate(names):
        top = row * side
        page.text(left - 10, top + 18, f"{style.shorten(name, 25)}  {row + 1}", align="right")
        page.text(left + row * side + side / 2, top + 18, str(row + 1), align="center", colour="muted", size=11)
        for column in range(row):
            shared, lift = cells.get((row, column), (0, 1.0))
            if not shared:
                page.box(left + column * side + 1, top + 1, side - 2, side - 2, "line", 0.3)
                continue
            colour = "blue" if lift >= 1 else "orange"
            far = min(1.0, (lift if lift >= 1 else 1 / max(lift, 0.01)) / 4 - 0.25)
            page.box(left + column * side + 1, top + 1, side - 2, side - 2, colour, round(0.12 + 0.4 * far, 2))
            page.text(left + column * side + side / 2, top + 18, str(shared), align="center", size=11)
    return page.svg(title, desc, prefix)
