"""The web, against a real server on the loopback: bounds, redirects, robots.txt, private addresses, the cache."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from siggraph.errors import InputError
from siggraph.io.web import Fetched, Manners, fetch, file_name

ON = "2026-01-01"
HERE = Manners(delay=0.0, read=5.0, whole=10.0, allow_private=True)
PAGE = b"<ul><li>Alpha Union<li>Beta League</ul>"


class Site(ThreadingHTTPServer):
    """A server whose answers the test chooses: path to status, headers and body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            "/page": (200, {"Content-Type": "text/html"}, PAGE)
        }
        self.asked: list[tuple[str, float, str]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, time.monotonic(), self.headers["User-Agent"]))
        if self.path == "/slow":
            self._drip(announced=True)
        elif self.path == "/slow-open":
            self._drip(announced=False)
        else:
            status, headers, body = self.server.answers.get(self.path, (404, {}, b"no"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _drip(self, *, announced: bool) -> None:
        self.send_response(200)
        if announced:
            self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def kept(cache: Path) -> list[Path]:
    return list(cache.glob("*")) if cache.exists() else []


def test_a_page_is_asked_once_and_kept_with_digest_and_day(site: Site, tmp_path: Path) -> None:
    found = fetch(f"{site.base}/page#list", tmp_path, on=ON, manners=HERE)
    assert (found.content, found.media_type, found.fetched_on) == (PAGE, "text/html", ON)
    assert found.url == f"{site.base}/page"
    assert fetch(f"{site.base}/page", tmp_path, on="2026-02-02", manners=HERE) == found
    assert site.paths() == ["/robots.txt", "/page"]
    assert all(agent.startswith("siggraph/") for _, _, agent in site.asked)
    site.answers["/page"] = (200, {"Content-Type": "text/html"}, b"new")
    assert fetch(f"{site.base}/page", tmp_path, on="2026-02-02", manners=HERE, again=True).content == b"new"


def test_a_damaged_cache_is_asked_anew(site: Site, tmp_path: Path) -> None:
    found = fetch(f"{site.base}/page", tmp_path, on=ON, manners=HERE)
    for path in kept(tmp_path):
        path.write_bytes(b"\xff{")
    assert fetch(f"{site.base}/page", tmp_path, on=ON, manners=HERE) == found
    assert site.paths().count("/page") == 2


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/x", "file:///etc/passwd", "/etc/passwd", "example.org", "http://", "http://me@example.org/"],
)
def test_only_addresses_of_the_web_are_taken(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no address"):
        fetch(url, tmp_path, on=ON, manners=HERE)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "a.localhost",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
        "192.168.0.1",
    ],
)
def test_no_address_of_this_machine_or_its_networks_is_asked(host: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="inside this machine"):
        fetch(f"http://{host}:9/", tmp_path, on=ON, manners=Manners(delay=0.0))


def test_a_name_that_leads_inside_is_refused_before_anything_is_said(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    decimal = f"http://2130706433:{site.server_address[1]}/page"  # 127.0.0.1, as no register writes it
    with pytest.raises(InputError, match="inside this machine"):
        fetch(decimal, tmp_path, on=ON, manners=Manners(delay=0.0))
    assert site.asked == []


def test_redirects_are_followed_where_they_end(site: Site, tmp_path: Path) -> None:
    site.answers["/old"] = (302, {"Location": "/older"}, b"")
    site.answers["/older"] = (301, {"Location": f"{site.base}/page"}, b"")
    found = fetch(f"{site.base}/old", tmp_path, on=ON, manners=HERE)
    assert (found.url, found.content) == (f"{site.base}/page", PAGE)


def test_a_loop_of_redirects_ends(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = (302, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(InputError, match="more than 5 redirects"):
        fetch(f"{site.base}/a", tmp_path, on=ON, manners=HERE)
    assert len(site.asked) <= 7
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://me@127.0.0.1/"]
)
def test_a_redirect_out_of_the_web_is_refused(site: Site, tmp_path: Path, target: str) -> None:
    site.answers["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(InputError, match="it redirects to"):
        fetch(f"{site.base}/a", tmp_path, on=ON, manners=HERE)


def test_a_body_has_a_bound(site: Site, tmp_path: Path) -> None:
    site.answers["/big"] = (200, {"Content-Type": "text/plain"}, b"x" * 3_000_000)
    with pytest.raises(InputError, match="more than 2 MB"):
        fetch(f"{site.base}/big", tmp_path, on=ON, manners=Manners(0.0, 5.0, 10.0, 2 * 2**20, allow_private=True))
    assert kept(tmp_path) == []


@pytest.mark.parametrize("path", ["/slow", "/slow-open"])
def test_a_body_that_drips_is_given_up(site: Site, tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError, match="too slow"):
        fetch(f"{site.base}{path}", tmp_path, on=ON, manners=Manners(0.0, 5.0, 0.6, allow_private=True))
    assert kept(tmp_path) == []


@pytest.mark.parametrize(("status", "told"), [(404, "404"), (403, "403"), (500, "500")])
def test_what_is_not_there_is_an_error(site: Site, tmp_path: Path, status: int, told: str) -> None:
    site.answers["/gone"] = (status, {}, b"gone")
    with pytest.raises(InputError, match=f"the server answers {told}"):
        fetch(f"{site.base}/gone", tmp_path, on=ON, manners=HERE)
    assert kept(tmp_path) == []


def test_pictures_and_sounds_are_not_fetched(site: Site, tmp_path: Path) -> None:
    site.answers["/logo"] = (200, {"Content-Type": "image/png"}, b"\x89PNG")
    with pytest.raises(InputError, match="'image/png'"):
        fetch(f"{site.base}/logo", tmp_path, on=ON, manners=HERE)


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="refuses"):
        fetch(f"http://127.0.0.1:{port}/page", tmp_path, on=ON, manners=HERE)


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /page\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: siggraph\nAllow: /\n", True),
        ("User-agent: siggraph\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /private\n", True),
        ("\x00\xff nothing of the kind", True),
        ("", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, tmp_path: Path, rules: str, allowed: bool) -> None:
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules.encode("latin-1"))
    if allowed:
        assert fetch(f"{site.base}/page", tmp_path, on=ON, manners=HERE).content == PAGE
    else:
        with pytest.raises(InputError, match=r"robots\.txt"):
            fetch(f"{site.base}/page", tmp_path, on=ON, manners=HERE)
        assert site.paths() == ["/robots.txt"]


def test_robots_txt_holds_behind_a_redirect_too(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /page\n")
    site.answers["/a"] = (302, {"Location": "/page"}, b"")
    with pytest.raises(InputError, match=r"robots\.txt"):
        fetch(f"{site.base}/a", tmp_path, on=ON, manners=HERE)
    assert "/page" not in site.paths()


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = (503, {}, b"")
    with pytest.raises(InputError, match=r"robots\.txt cannot be read"):
        fetch(f"{site.base}/page", tmp_path, on=ON, manners=HERE)


@pytest.mark.parametrize(("rules", "delay"), [(b"", 0.3), (b"User-agent: *\nCrawl-delay: 1\n", 0.0)])
def test_one_host_is_not_asked_in_a_rush(site: Site, tmp_path: Path, rules: bytes, delay: float) -> None:
    site.answers["/robots.txt"] = (200, {}, rules)
    fetch(f"{site.base}/page", tmp_path, on=ON, manners=Manners(delay, 5.0, 10.0, allow_private=True))
    (_, first, _), (_, second, _) = site.asked
    assert second - first >= (0.25 if delay else 0.9)


@pytest.mark.parametrize(
    ("url", "media_type", "name"),
    [
        ("https://example.org/a/letter.pdf", "application/pdf", "letter.pdf"),
        ("https://example.org/letter.php?id=4", "text/html", "letter.html"),
        ("https://example.org/%E5%85%AC%E9%96%8B%E4%BF%A1/", "text/html", "公開信.html"),
        ("https://example.org/v1.2", "text/plain", "v1.2.txt"),
        ("https://example.org", "", "example.org.html"),
    ],
)
def test_a_fetched_document_has_a_name(url: str, media_type: str, name: str) -> None:
    assert file_name(Fetched(b"", url, "", "", media_type)) == name
