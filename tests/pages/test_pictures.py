"""Pictures: elements that stand in a page, colours that follow it, bytes that do not change."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from siggraph.model import Balance, StatedCounts
from siggraph.pages import pictures, style
from siggraph.pages.pictures import Bar
from tests.pages import sample

SVG = "{http://www.w3.org/2000/svg}"
STYLE = Path(pictures.__file__).parent / "templates" / "_style.html"
SHEET = Balance("L", "2020", StatedCounts(321, 282, 39), 282, 39, 0, 2, 278, 2, {}, closes=True)


def _drawn() -> dict[str, str]:
    cells = {(1, 0): (3, 2.5), (2, 0): (2, 0.5)}
    return {
        "sheet": pictures.balance(SHEET, title="Sheet", prefix="sheet"),
        "bars": pictures.bars([Bar("A", 4), Bar("B", 0, "special")], most=4, title="Bars", desc="Two", prefix="bars"),
        "net": pictures.theme_network(sample.themes(), alpha=0.05, title="Net", prefix="net"),
        "grid": pictures.overlap(["A", "B", "C"], cells, title="Grid", desc="Three", prefix="grid"),
    }


def _parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


def _inside(root: ET.Element) -> list[str]:
    return [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]


def test_each_is_one_element_with_title_and_description() -> None:
    for prefix, svg in _drawn().items():
        assert svg.startswith("<svg ")
        root = _parse(svg)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{prefix}-title {prefix}-desc"
        assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert ids == [f"{prefix}-title", f"{prefix}-desc"]  # nothing that could clash with another picture
        assert not {"style", "script", "image", "use", "metadata"} & {
            element.tag.removeprefix(SVG) for element in root.iter()
        }


def test_all_colours_are_roles_that_the_stylesheet_has() -> None:
    css = STYLE.read_text(encoding="utf-8")
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    for role, tone in style.ROLES.items():
        assert f"--{role}: {tone};" in light
        assert f"--{role}: #" in dark
    for svg in _drawn().values():
        assert "font-family" not in svg.partition(">")[2]  # the page's fonts, not those of the drawing machine
        assert not re.search(r"#[0-9a-f]{6}", re.sub(r"var\(--\w+, #[0-9a-f]{6}\)", "", svg))


def _contrast(a: str, b: str) -> float:
    def luminance(tone: str) -> float:
        parts = [int(tone[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _tones(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", css))


def test_contrast_is_aa_in_light_and_in_dark() -> None:
    light, dark = STYLE.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
    for tones in (_tones(light), _tones(dark)):
        for text, paper in itertools.product(("ink", "muted", "link", "warn", "bad"), ("paper", "card", "tint")):
            assert _contrast(tones[text], tones[paper]) >= 4.5, (text, paper)
        for shape in ("blue", "pale", "grey", "orange", "amber", "purple"):
            assert _contrast(tones[shape], tones["card"]) >= 3, shape
        for shape in ("blue", "orange"):  # a number on the strongest cell of the overlap picture
            mixed = "".join(
                f"{round(0.52 * int(tones[shape][i : i + 2], 16) + 0.48 * int(tones['card'][i : i + 2], 16)):02x}"
                for i in (1, 3, 5)
            )
            assert _contrast(tones["ink"], f"#{mixed}") >= 4.5, shape


def test_the_sheet_shows_its_numbers() -> None:
    shown = _inside(_parse(_drawn()["sheet"]))
    assert {"321 signatories accounted for", "stated total 321", "282 named", "withheld 39", "individuals 2"} <= set(
        shown
    )
    assert "unresolved 0" not in shown


def test_bars_are_in_proportion() -> None:
    svg = pictures.bars([Bar("A", 40), Bar("B", 10)], most=40, title="t", desc="d", prefix="p")
    boxes = [
        re.findall(r"-?[\d.]+", p.get("d") or "")
        for p in _parse(svg).iter(f"{SVG}path")
        if "fill: none" not in (p.get("style") or "")
    ]
    widths = [float(box[2]) - float(box[0]) for box in boxes]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.05)


def test_significant_edges_are_solid_and_the_others_dashed() -> None:
    lines = [
        p.get("style") or ""
        for p in _parse(_drawn()["net"]).iter(f"{SVG}path")
        if "fill: none" in (p.get("style") or "")
    ]
    assert len(lines) == 2  # the pair below expectation is not drawn
    assert sorted("stroke-dasharray" in line for line in lines) == [False, True]
    assert ["--blue" in line for line in lines if "dasharray" not in line] == [True]


def test_significant_edges_are_never_left_out() -> None:
    nodes = [(f"t{i:02}", f"T{i}", 3, float(i), float(i * i % 7)) for i in range(16)]
    edges = [(a[0], b[0], 2, 1.5, 0.01) for a, b in itertools.combinations(nodes, 2)]
    kept, cut = pictures.above_chance(pictures.ThemeMap(nodes, edges), 0.05, limit=90)
    assert (len(kept), cut) == (120, 0)
    kept, cut = pictures.above_chance(pictures.ThemeMap(nodes, [(*e[:4], 0.5) for e in edges]), 0.05, limit=90)
    assert (len(kept), cut) == (90, 30)


@pytest.mark.parametrize(
    "text", ["<script>", '"><img onerror=x>', "$x^2$ & --> ]]>", "台灣 ق नम", 'id="x" #1f5f99 1.23456', "\x00a\u202eb"]
)
def test_any_text_is_drawn_as_it_stands(text: str) -> None:
    svg = pictures.bars([Bar(text, 1)], most=1, title=text, desc=text, prefix="p")
    root = _parse(svg)
    expected = style.visible(" ".join(text.split()))
    assert _inside(root)[0] == style.shorten(expected, 25)
    assert [child.text for child in root][:2] == [style.visible(text)] * 2


def test_degenerate_maps_are_drawn() -> None:
    one = pictures.ThemeMap([("a", "A", 0, 0.0, 0.0)], [("a", "gone", 2, 3.0, 0.01)])
    assert _inside(_parse(pictures.theme_network(one, alpha=0.05, title="t", prefix="p"))) == ["A"]
    assert pictures.theme_parts(pictures.ThemeMap([], []), alpha=0.05, drawn=True) is None


PROGRAM = """
import sys
from siggraph.document import plain
from siggraph.pages import coalition_report, overview, parsed
from tests.pages import sample, test_pictures
view = sample.overview()
pages = [overview.render(view), coalition_report.render(sample.report()), *test_pictures._drawn().values()]
pages.append(parsed.render(plain("Friends", "t"), view.listings))
sys.stdout.buffer.write("\\0".join(pages).encode())
"""


def test_bytes_are_the_same_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nsvg.fonttype: path\npath.sketch: 2, 100, 2\nlines.dash_capstyle: round\n"
    )
    settings = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kathmandu", "SOURCE_DATE_EPOCH": "7"},
        {"PYTHONHASHSEED": "3", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Lima", "MATPLOTLIBRC": str(tmp_path)},
    ]
    outputs = {
        subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, env=os.environ | extra).stdout
        for extra in settings
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_without_pictures_matplotlib_stays_at_the_door() -> None:
    program = (
        "import sys; from siggraph.pages import coalition_report, overview; from tests.pages import sample;"
        "overview.render(sample.overview(), pictures=False); coalition_report.render(sample.report(), pictures=False);"
        "print('matplotlib' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "False"
