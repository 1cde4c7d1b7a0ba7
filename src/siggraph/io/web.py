"""The web, politely: one document at an address, for curators; asked once, kept with its digest and its day."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import mimetypes
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from siggraph import __version__
from siggraph.errors import InputError
from siggraph.io.fields import iri_fault, shown
from siggraph.io.tables import write_whole

AGENT = "siggraph"
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__} (a person adds one open letter to a corpus; reads robots.txt)",
    "Accept": "text/*, application/pdf, application/*;q=0.9, */*;q=0.5",
}
_LARGEST = 64 * 2**20  # bytes: as many as `io.documents` reads
_LARGEST_ROBOTS = 512 * 1024  # RFC 9309 asks for at least 500 kibibytes
_HOPS = 5
_CHUNK = 16 * 1024
_REFUSED = ("image/", "audio/", "video/", "font/")  # what holds no text to read
_LONGEST_WAIT = 30.0  # seconds between two requests, however long robots.txt asks to wait
_OK, _MOVED, _SERVER = 200, range(300, 400), 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as a server gave it; ``url`` is where it was found in the end, ``fetched_on`` an ISO 8601 day."""

    content: bytes
    url: str
    sha256: str
    fetched_on: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient and how bold to be: seconds between two requests to a host, for one read, and for a document."""

    delay: float = 1.0
    read: float = 30.0
    whole: float = 180.0
    largest: int = _LARGEST
    allow_private: bool = False


def fetch(url: str, cache: Path, *, on: str, manners: Manners | None = None, again: bool = False) -> Fetched:
    """Return the document at an address, from the cache where it was fetched before.

    It asks robots.txt first (RFC 9309), for every host that a redirect leads to, and waits between two requests to one
    host. No address inside this machine or its networks is asked, whatever a name or a redirect says.

    Parameters
    ----------
    url
        Absolute, http or https.
    cache
        A folder; a document and what is known of it stand there under the digest of the address.
    on
        Today, ISO 8601.
    manners
        Bounds and waits.
    again
        Ask the server even where the cache has the document.

    Raises
    ------
    InputError
        No such address, robots.txt forbids it, the answer is none, too large, too slow, or of a kind without text;
        with the address and what to do. Nothing is kept then.
    """
    if fault := iri_fault(url):
        raise InputError(f"no address: {fault}", where=shown(url), remedy="such as https://example.org/letter.html")
    url = url.partition("#")[0]
    known = None if again else _cached(url, cache)
    if known is not None:
        return known
    with _Visit(manners or Manners()) as visit:
        found = visit.document(url)
    fetched = Fetched(found.content, found.url, sha256(found.content).hexdigest(), on, found.media_type)
    told = {"asked": url, "url": fetched.url, "sha256": fetched.sha256, "fetched_on": on,
            "media_type": fetched.media_type}  # fmt: skip
    body, about = _places(url, cache)
    write_whole(body, fetched.content)
    write_whole(about, json.dumps(told, indent=1) + "\n")  # last: it makes the entry whole
    return fetched


def _places(url: str, cache: Path) -> tuple[Path, Path]:
    key = sha256(url.encode()).hexdigest()[:32]
    return cache / f"{key}.body", cache / f"{key}.json"


def _cached(url: str, cache: Path) -> Fetched | None:
    """Return what the cache holds for an address; None where it holds nothing, or something damaged."""
    body, about = _places(url, cache)
    try:
        told, content = json.loads(about.read_text(encoding="utf-8")), body.read_bytes()
        whole = told["asked"] == url and told["sha256"] == sha256(content).hexdigest()
        found = Fetched(content, told["url"], told["sha256"], told["fetched_on"], told["media_type"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if whole else None


@dataclass(frozen=True, slots=True)
class _Answer:
    content: bytes
    url: str
    status: int
    media_type: str


@dataclass(slots=True)
class _Visit:
    """The requests for one document: their session, when each host was last asked, and what its robots.txt says."""

    manners: Manners
    session: requests.Session = field(default_factory=requests.Session)
    asked: dict[str, float] = field(default_factory=dict)
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    line: _Line = field(init=False)

    def __enter__(self) -> Self:
        self.session.headers.update(_HEADERS)
        self.session.auth = lambda request: request  # no password of a netrc file goes anywhere
        self.line = _Line(self.manners.allow_private)
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter(self.line))
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def document(self, url: str) -> _Answer:
        """Return the document; every hop is allowed by its host's robots.txt."""
        answer = self._follow(url, self.manners.largest, polite=True)
        if answer.status != _OK:
            remedy = "look at the address in a browser; a page behind a login is saved there and added as a file"
            raise InputError(f"the server answers {answer.status}", where=url, remedy=remedy)
        return answer

    def _follow(self, url: str, largest: int, *, polite: bool) -> _Answer:
        at = url
        for _ in range(_HOPS + 1):
            if polite:
                self._obey(at)
            answer = self._ask(at, largest, whole=polite)
            if not isinstance(answer, str):
                return answer
            at = answer
            if fault := iri_fault(at):
                raise InputError(f"it redirects to {shown(at)}: {fault}", where=url, remedy="name the page itself")
        raise InputError(f"more than {_HOPS} redirects", where=url, remedy="name the page itself")

    def _obey(self, url: str) -> None:
        """Ask the host's robots.txt whether this address may be read."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self.robots:
            answer = self._follow(f"{host}/robots.txt", _LARGEST_ROBOTS, polite=False)
            rules = RobotFileParser()
            if answer.status >= _SERVER:
                what = f"robots.txt cannot be read: the server answers {answer.status}"
                raise InputError(what, where=url, remedy="try again later")
            rules.parse(answer.content.decode(errors="replace").splitlines() if answer.status == _OK else [])
            self.robots[host] = rules
        if not self.robots[host].can_fetch(AGENT, url):
            remedy = "save the page in a browser, where its owner allows it, and add the file"
            raise InputError("robots.txt of this site asks programs not to read this", where=url, remedy=remedy)

    def _wait(self, url: str) -> None:
        parts = urlsplit(url)
        rules = self.robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = rules.crawl_delay(AGENT) if rules is not None else None
        pause = max(self.manners.delay, min(float(asked or 0), _LONGEST_WAIT))
        ready = self.asked.get(parts.netloc, -pause) + pause
        if parts.netloc in self.asked:
            time.sleep(max(0.0, ready - time.monotonic()))
        self.asked[parts.netloc] = time.monotonic()

    def _ask(self, url: str, largest: int, *, whole: bool) -> _Answer | str:
        """Make one request; return the answer, or the address that it redirects to."""
        self._wait(url)
        self.line.check(url)
        late = threading.Event()
        watch = threading.Timer(self.manners.whole, self.line.hang_up, (late,))
        watch.daemon = True
        watch.start()
        try:
            with self.session.get(
                url, stream=True, allow_redirects=False, timeout=(self.manners.read, self.manners.read)
            ) as response:
                if response.status_code in _MOVED and "Location" in response.headers:
                    return urljoin(url, response.headers["Location"])
                media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
                if whole and response.status_code == _OK and media_type.startswith(_REFUSED):
                    remedy = "give the page or the document that holds the list as text"
                    raise InputError(f"it is of the kind {shown(media_type)}", where=url, remedy=remedy)
                content = self._body(response, url, largest, cut=not whole)
                if late.is_set():
                    raise _late(url)
                return _Answer(content, url, response.status_code, media_type)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            if late.is_set():
                raise _late(url) from error
            raise InputError(
                f"no answer: {_reason(error)}", where=url, remedy="check the address; try again"
            ) from error
        finally:
            watch.cancel()

    @staticmethod
    def _body(response: requests.Response, url: str, largest: int, *, cut: bool) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > largest:
                if cut:
                    break
                what = f"more than {largest / 2**20:.0f} MB" if largest >= 2**20 else f"more than {largest} bytes"
                raise InputError(what, where=url, remedy="name the document that holds the list, not the archive")
        return b"".join(parts)


def file_name(fetched: Fetched) -> str:
    """Return a name for a fetched document: the last word of its address, with the ending of its kind.

    >>> file_name(Fetched(b"", "https://example.org/2020/open-letter?lang=en", "", "", "text/html"))
    'open-letter.html'
    >>> file_name(Fetched(b"", "https://example.org/", "", "", "application/pdf"))
    'example.org.pdf'
    """
    parts = urlsplit(fetched.url)
    word = unquote(parts.path).rstrip("/").rpartition("/")[2] or (parts.hostname or "page")
    stem, dot, ending = word.rpartition(".")
    known = bool(dot and stem) and re.fullmatch(r"[A-Za-z]{2,8}", ending) is not None and bool(parts.path.strip("/"))
    guessed = {"text/html": ".html", "text/plain": ".txt"}.get(fetched.media_type)
    guessed = guessed or mimetypes.guess_extension(fetched.media_type, strict=False) or ".html"
    dynamic = known and ending.casefold() in {"php", "asp", "aspx", "jsp", "cgi"}
    return f"{stem}{guessed}" if dynamic else word if known else f"{word}{guessed}"


def _late(url: str) -> InputError:
    return InputError("the server is too slow", where=url, remedy="try again, or save the page and add the file")


def _reason(error: BaseException) -> str:
    """Return the reason of an error of the network, in words where it is one of the usual."""
    text = str(error)
    told = (word for sign, word in _REASONS.items() if sign in text.casefold())
    return next(told, shown(text))


_REASONS = {
    "timed out": "it took too long",
    "resolve": "no such host",
    "refused": "the server refuses the connection",
    "certificate": "its certificate is not valid",
}

# -- the line: which machines may be asked ------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """The sockets of one visit: refuses private addresses, and can hang up."""

    allow_private: bool = False
    sockets: list[socket.socket] = field(default_factory=list)

    def check(self, url: str) -> None:
        """Refuse a host that is a private address by its name alone, before any packet is sent."""
        host = urlsplit(url).hostname or ""
        here = host == "localhost" or host.endswith(".localhost")
        if not self.allow_private and (here or _is_private(host)):
            raise _private(url)

    def opened(self, sock: socket.socket, host: str) -> socket.socket:
        """Look at who answered before anything is said: a name may lead anywhere, and elsewhere the second time."""
        if not self.allow_private and _is_private(str(sock.getpeername()[0])):
            sock.close()
            raise _private(host)
        self.sockets.append(sock)
        return sock

    def hang_up(self, late: threading.Event) -> None:
        """End every connection of the visit."""
        late.set()
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Opens every direct connection through the line; a proxy of the environment looks after its own."""

    def __init__(self, line: _Line) -> None:
        self._pools = _pools(line)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the signature of requests
        """Make the pools of connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _pools(line: _Line) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return line.opened(super()._new_conn(), self.host)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return line.opened(super()._new_conn(), self.host)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _private(url: str) -> InputError:
    remedy = "--allow-private asks it all the same; only for a server of your own"
    return InputError("an address inside this machine or its networks", where=url, remedy=remedy)


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or (mapped or address).is_multicast
