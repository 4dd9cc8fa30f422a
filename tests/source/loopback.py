"""A site of 300 pages on this machine, with what real ones do: errors, slow answers, loops, wrong charsets, bombs."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KINDS = (
    "plain", "cp1251", "koi8", "wrongly_declared", "gzip", "redirect", "loop", "missing", "gone", "server_error",
    "slow_head", "slow_body", "endless", "bomb", "cut_off", "forbidden", "picture", "empty", "no_text", "to_private",
    "busy", "pdf_named_html", "refused_by_robots", "consent", "chunked",
)  # fmt: skip
PAGES = 300
LISTS = {"/feed.xml": "feed", "/sitemap.xml": "sitemap", "/list.opml": "opml", "/bare.xml": "bare"}
PAGE = """<!doctype html><html lang="ru"><head><meta charset="{charset}"><title>{title}</title>
<meta property="article:published_time" content="2026-03-0{day}T10:00:00+05:00"></head><body>
<nav><a href="/">Главная</a></nav><article><h1>{title}</h1><p>{text}</p><p>{more}</p></article></body></html>"""


def title(number: int) -> str:
    return f"Суд рассмотрел дело номер {number}"


def body(number: int, note: str = "") -> tuple[str, str]:
    one = (f"Суд города рассмотрел дело номер {number} о выдаче активиста и отложил решение до следующей недели. "
           f"Адвокат по делу {number} заявил, что защита обжалует любое решение. {note}")  # fmt: skip
    return (
        one,
        f"Прокуратура просила разрешить выдачу по делу {number}, но суд потребовал новых бумаг у обвинения.",
    )


def page(number: int, charset: str = "utf-8", declared: str | None = None, note: str = "") -> bytes:
    one, more = body(number, note)
    told = {"title": title(number), "day": 1 + number % 9, "text": one, "more": more}
    return PAGE.format(charset=declared or charset, **told).encode(charset)


class Site:
    """Serves the pages; counts what is asked for. `notes` changes the words of pages, `removed` takes them away."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.notes: dict[int, str] = {}
        self.removed: set[int] = set()
        self.listed = range(PAGES)
        self.agents: set[str] = set()
        self.other = ""

    def kind(self, number: int) -> str:
        return KINDS[number % len(KINDS)]

    def url(self, number: int) -> str:
        folder = "private" if self.kind(number) == "refused_by_robots" else "news"
        return f"{self.base}/{folder}/{number}"

    def feed(self) -> bytes:
        entries = "".join(f"<item><title>{title(n)}</title><link>{self.url(n)}</link><guid>{n}</guid></item>"
                          for n in self.listed)  # fmt: skip
        return f'<rss version="2.0"><channel><title>Сайт</title>{entries}</channel></rss>'.encode()

    def sitemap(self) -> bytes:
        places = "".join(f"<url><loc>{self.url(n)}</loc></url>" for n in self.listed)
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode()

    def opml(self) -> bytes:
        return f'<opml><body><outline text="Сайт" xmlUrl="{self.base}/feed.xml"/></body></opml>'.encode()

    def bare(self) -> bytes:
        told = ((title(n), body(n)[0], n) for n in self.listed)
        entries = "".join(f"<item><title>{t}</title><description>{d}</description><guid>{n}</guid></item>"
                          for t, d, n in told)  # fmt: skip
        return f'<rss version="2.0"><channel><title>Сайт</title>{entries}</channel></rss>'.encode()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        self.asked[path] += 1
        self.agents.add(request.headers.get("User-Agent", ""))
        if path == "/robots.txt":
            send(request, b"User-agent: *\nDisallow: /private/\nDisallow: /*.secret$\n", kind="text/plain")
        elif path in LISTS:
            data = getattr(self, LISTS[path])()
            tag = f'"{hash(data)}"'
            if request.headers.get("If-None-Match") == tag:
                send(request, b"", 304, tag=tag)
            else:
                send(request, data, kind="application/xml", tag=tag)
        else:
            number = int(path.rsplit("/", 1)[-1])
            if number in self.removed:
                send(request, b"gone", 410)
            else:
                ANSWERS.get(self.kind(number), plain)(request, number, self)


def send(request: BaseHTTPRequestHandler, data: bytes, status: int = 200, kind: str = "text/html", tag: str = "",
         **fields: str) -> None:  # fmt: skip
    request.send_response(status)
    headers = {"Content-Type": kind, "Content-Length": str(len(data)), "ETag": tag}
    for name, value in {**headers, **{k.replace("_", "-"): v for k, v in fields.items()}}.items():
        if value:
            request.send_header(name, value)
    request.end_headers()
    request.wfile.write(data)


def plain(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    data = page(number, note=site.notes.get(number, ""))
    tag = f'"{hash(data)}"'
    if request.headers.get("If-None-Match") == tag:
        send(request, b"", 304, tag=tag)
    else:
        send(request, data, tag=tag)


def redirect(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    if "moved" in request.path:
        send(request, page(number))
    else:
        send(request, b"", 302, Location=f"/news/moved/{number}")


def slow_head(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    with contextlib.suppress(OSError):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 300:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            time.sleep(0.05)
    request.close_connection = True


def slow_body(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(300):
            request.wfile.write(b"<p>x</p>")
            request.wfile.flush()
            time.sleep(0.05)
    request.close_connection = True


def endless(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(100_000):
            request.wfile.write(b"<p>without end</p>" * 1000)
    request.close_connection = True


def cut_off(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    data = page(number)
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data[: len(data) // 2])
    request.close_connection = True


def chunked(request: BaseHTTPRequestHandler, number: int, site: Site) -> None:
    data = page(number)
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    for at in range(0, len(data), 400):
        block = data[at : at + 400]
        request.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
    request.wfile.write(b"0\r\n\r\n")


CONSENT = ("<html><head><title>Before you continue</title></head><body><form><h1>Before you continue</h1><p>We "
           "use cookies and data to deliver and maintain our services and to measure engagement. If you choose to "
           "accept all, we will also use cookies and data to show personalised content.</p><button>Accept all</button>"
           "<button>Reject all</button></form></body></html>")  # fmt: skip
BOMB = gzip.compress(b"<p>0</p>" * 12_500_000, 9)  # 100 MB in 0.1 MB

Handler = Callable[[BaseHTTPRequestHandler, int, Site], None]
ANSWERS: dict[str, Handler] = {
    "cp1251": lambda r, n, s: send(r, page(n, "cp1251"), kind="text/html; charset=windows-1251"),
    "koi8": lambda r, n, s: send(r, page(n, "koi8-r")),
    "wrongly_declared": lambda r, n, s: send(r, page(n, "cp1251", "utf-8"), kind="text/html; charset=utf-8"),
    "gzip": lambda r, n, s: send(r, gzip.compress(page(n)), Content_Encoding="gzip"),
    "redirect": redirect,
    "loop": lambda r, n, s: send(r, b"", 301, Location=r.path),
    "missing": lambda r, n, s: send(r, b"<p>nothing here</p>", 404),
    "gone": lambda r, n, s: send(r, b"", 410),
    "server_error": lambda r, n, s: send(r, b"", 500),
    "slow_head": slow_head,
    "slow_body": slow_body,
    "endless": endless,
    "bomb": lambda r, n, s: send(r, BOMB, Content_Encoding="gzip"),
    "cut_off": cut_off,
    "forbidden": lambda r, n, s: send(r, b"", 403),
    "picture": lambda r, n, s: send(r, b"\x89PNG\r\n\x1a\n" + b"\0" * 100, kind="image/png"),
    "empty": lambda r, n, s: send(r, b""),
    "no_text": lambda r, n, s: send(r, b"<html><body><script>render()</script></body></html>"),
    "to_private": lambda r, n, s: send(r, b"", 302, Location=s.other),
    "busy": lambda r, n, s: send(r, b"", 429, Retry_After="3"),
    "pdf_named_html": lambda r, n, s: send(r, b"%PDF-1.7 broken"),
    "consent": lambda r, n, s: send(r, CONSENT.encode()),
    "chunked": chunked,
}


@contextlib.contextmanager
def serving(site: Site | None = None) -> Iterator[Site]:
    """The site, on a free port of the loopback address."""
    site = site or Site()

    class Handling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                site.answer(self)

        def log_message(self, *_: object) -> None:
            """Nothing is written to the terminal."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A visitor that leaves is no error."""

    with Server(("127.0.0.1", 0), Handling) as server:
        site.base = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
