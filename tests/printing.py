"""Makers of PDFs for tests: text placed by reportlab, frames that it fills, and pages printed by a browser."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

WIDTH, HEIGHT = (float(side) for side in A4)
PITCH = 14.0
SIZE = 10.0
_FONTS = {"Text": "DejaVuSans.ttf", "Text-Bold": "DejaVuSans-Bold.ttf"}  # with Latin, Greek, Cyrillic, Hebrew, Arabic


class Mark(NamedTuple):
    """A text to print at a place: ``x`` and ``y`` in points from the top left corner of the page."""

    x: float
    y: float
    text: str
    size: float = SIZE
    bold: bool = False


# First and second halves of names of organisations, in the order in which the language puts them.
NAMES: dict[str, tuple[str, str]] = {
    "en": (
        "Alliance for|Centre for|Committee on|Institute for|Network for|Office of",
        "Clean Water|Free Elections|Refugees|Digital Rights|Fair Finance",
    ),
    "ru": (
        "Комитет|Фонд|Центр|Союз|Ассоциация|Движение",
        "«Гражданское содействие»|солдатских матерей|защиты прав человека|свободной прессы|«Мемориал»",
    ),
    "el": ("Κέντρο|Δίκτυο|Ένωση|Σύλλογος|Ίδρυμα|Επιτροπή", "Γυναικών|για το Περιβάλλον|Προσφύγων|Δικαιωμάτων|Ειρήνης"),
    "zh": ("台灣|香港|北京|綠色|公民|國際", "環境保護聯盟|人權協會|行動網絡|民間支援中心|資訊基金會"),
    "ja": (
        "東京|市民|原子力|日本|女たちの|みどりの",
        "生活者ネットワーク|情報センター|を考える会|ユニオン|・フォーラム",
    ),
    "ko": ("한국|서울|참여|여성|인권|녹색", "소비자연맹|시민모임|운동 사랑방|환경운동연합|연대 네트워크"),
    "th": ("มูลนิธิ|สมาคม|เครือข่าย|สถาบัน|กลุ่ม|ศูนย์", "สิทธิมนุษยชน|ผู้หญิง|เพื่อสิ่งแวดล้อม|ผู้บริโภค|แรงงานข้ามชาติ"),
    "hi": (
        "राष्ट्रीय|अखिल भारतीय|स्वतंत्र|जन|महिला|ग्रामीण",
        "मानवाधिकार संगठन|शिक्षा समिति|क्षेत्रीय मंच|पर्यावरण परिषद|किसान यूनियन",
    ),
    "ar": (
        "جمعية|المركز المغربي|شبكة|المنتدى|مرصد|الهيئة الوطنية",
        "لحقوق الإنسان|لحماية المال العام|من أجل الحقيقة والإنصاف|للدفاع عن استقلال القضاء|للمرأة (تونس)",
    ),
    "fa": ("انجمن|کانون|شبکه|مرکز|بنیاد|کمیته", "دفاع از حقوق بشر|نویسندگان ایران|زنان|پژوهش‌های محیط زیست|همبستگی"),
    "he": (
        "האגודה|הפורום|הקואליציה|המרכז|ארגון|קרן",
        "לזכויות האזרח|נגד עינויים בישראל|למען הסביבה (2019)|לנשים|לשלום",
    ),
}


def names_in(language: str) -> list[str]:
    """Return thirty names of organisations in one language."""
    heads, tails = (half.split("|") for half in NAMES[language])
    glue = "" if language in {"zh", "ja", "th"} else " "
    return [head + glue + tail for head, tail in product(heads, tails)]


def _fonts() -> None:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name, file in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, folder / file))


def placed(pages: Sequence[Iterable[Mark]], *, locked: bool = False, **info: str) -> bytes:
    """Print marks where they are told to stand, in the order in which they come."""
    _fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, encrypt="key" if locked else None)
    for name, value in info.items():
        getattr(canvas, f"set{name.capitalize()}")(value)
    for marks in pages:
        for mark in marks:
            canvas.setFont("Text-Bold" if mark.bold else "Text", mark.size)
            canvas.drawString(mark.x, HEIGHT - mark.y, mark.text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def in_columns(texts: Sequence[str], starts: Sequence[float], top: float = 140.0, rows: int = 0) -> list[list[Mark]]:
    """Return marks for texts that run down one column after the other."""
    rows = rows or -(-len(texts) // len(starts))
    parts = [texts[i * rows : (i + 1) * rows] for i in range(len(starts))]
    return [
        [Mark(x, top + PITCH * i, text) for i, text in enumerate(part)] for x, part in zip(starts, parts, strict=True)
    ]


def flowed(texts: Sequence[str], columns: int) -> bytes:
    """Print paragraphs into frames that stand side by side."""
    _fonts()
    file = io.BytesIO()
    step = (WIDTH - 100) / columns
    frames = [Frame(50 + i * step, 400, step - 15, 300, leftPadding=0, rightPadding=0) for i in range(columns)]
    document = BaseDocTemplate(file, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames))
    style = ParagraphStyle("text", fontName="Text", fontSize=SIZE, leading=PITCH)
    document.build([Paragraph(escape(text), style) for text in texts])
    return file.getvalue()


def printed(body: str, style: str = "") -> bytes:
    """Print a page of HTML by the browser; skip the test where there is none, fail in CI."""
    browser = os.environ.get("SIGGRAPH_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        message = "no chromium: `make system` installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        head = f"<!doctype html><html><head><meta charset='utf-8'><title>A letter</title><style>{style}</style></head>"
        page.write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out.read_bytes()


def listed(texts: Sequence[str], language: str = "en") -> str:
    """Return a section on its own page with one paragraph a text."""
    turn = "rtl" if language in {"ar", "fa", "he"} else "ltr"
    lines = "".join(f"<p>{escape(text)}</p>" for text in texts)
    return f"<section lang='{language}' dir='{turn}'>{lines}</section>"


LISTED = "section{break-after:page} p{margin:0}"
