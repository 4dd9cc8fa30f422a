"""One article in every form in which real material comes, made by other hands than the readers' where there are any."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.message
import email.policy
import gc
import gzip
import hashlib
import io
import json
import textwrap
import warnings
import zipfile
import zlib
from email.header import Header
from email.utils import format_datetime
from html import escape

import docx
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://vestnik.example/news/2026/03/05/otkaz"


@dataclasses.dataclass(frozen=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]
    published: dt.date
    publisher: str = "Вестник"
    url: str = URL

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


ARTICLE = Article(
    "Суд отказал активистке в убежище",
    tuple(
        """\
Суд в Алма-Ате 26 февраля 2026 года отказал активистке Юлии Емельяновой в предоставлении убежища. Об этом сообщил её \
адвокат Мурат Адам. Защита намерена обжаловать решение в течение десяти дней.
Россия обвиняет Емельянову в краже телефона у таксиста в 2021 году. Сама она называет дело политическим. 31 августа \
2025 года её задержали в аэропорту Алма-Аты во время пересадки.
В феврале 2026 года Генеральная прокуратура Казахстана одобрила её экстрадицию в Россию. Верховный суд рассмотрит \
жалобу защиты в конце марта.
Редакция продолжает следить за этим делом и расскажет о решении следующей инстанции.""".splitlines()
    ),
    dt.date(2026, 3, 5),
)

PAGE = """<!doctype html><html lang="ru"><head><meta charset="{charset}"><title>{title} | {publisher}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{publisher}">
<meta property="article:published_time" content="{published}T10:00:00+05:00">
<link rel="canonical" href="{url}"></head><body>
<header><nav><a href="/">Главная</a> <a href="/politics">Политика</a> <a href="/about">О нас</a></nav></header>
<main><article><h1>{title}</h1>{paragraphs}</article></main>
<aside><h3>Читайте также</h3><ul><li><a href="/1">Курс тенге на завтра</a></li></ul></aside>
<footer>Все права защищены</footer></body></html>"""


def page(article: Article, charset: str = "utf-8") -> bytes:
    paragraphs = "".join(f"<p>{escape(p)}</p>\n" for p in article.paragraphs)
    told = {"title": article.title, "publisher": article.publisher, "published": article.published, "url": article.url}
    return PAGE.format(charset=charset, paragraphs=paragraphs, **told).encode(charset)


def text(article: Article) -> bytes:
    return article.text.encode()


def word(article: Article) -> bytes:
    document = docx.Document()
    document.core_properties.title = article.title
    for paragraph in article.paragraphs:
        run, middle = document.add_paragraph(), len(paragraph) // 2
        run.add_run(paragraph[:middle])
        run.add_run(paragraph[middle:]).bold = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(article: Article) -> bytes:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = "Вестник <news@vestnik.example>", "a@b.example"
    message["Date"] = format_datetime(dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC))
    message["Message-ID"] = "<1@vestnik.example>"
    message.set_content(article.text, charset="koi8-r", cte="base64")
    subject = Header(article.title, "koi8-r").encode(linesep="\r\n")
    return f"Subject: {subject}\r\n".encode() + message.as_bytes()


def rss(article: Article) -> bytes:
    body = escape("".join(f"<p>{p}</p>" for p in article.paragraphs))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{article.publisher}</title>
<language>ru</language><item><title>{article.title}</title><link>{article.url}</link><guid>{article.url}</guid>
<pubDate>Thu, 05 Mar 2026 10:00:00 +0500</pubDate><description>{article.paragraphs[0][:80]}...</description>
<content:encoded>{body}</content:encoded></item></channel></rss>""".encode()


def atom(article: Article) -> bytes:
    body = "".join(f"<p>{escape(p)}</p>" for p in article.paragraphs)
    return f"""<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>{article.publisher}</title><entry><title>{article.title}</title><id>urn:1</id>
<link rel="alternate" href="{article.url}"/><published>2026-03-05T10:00:00+05:00</published><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>""".encode("cp1251")


def json_feed(article: Article) -> bytes:
    body = "".join(f"<p>{escape(p)}</p>" for p in article.paragraphs)
    entry = {"id": "1", "url": article.url, "title": article.title, "content_html": body,
             "date_published": "2026-03-05T10:00:00+05:00"}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": article.publisher, "language": "ru"}
    return json.dumps({**feed, "items": [entry]}, ensure_ascii=False).encode()


def telegram(article: Article) -> bytes:
    first, *rest = article.paragraphs
    head, tail = first.split(" ", 1)
    pieces = [{"type": "bold", "text": head}, f" {tail}", *(f"\n{p}" for p in rest)]
    post = {"id": 17, "type": "message", "date": "2026-03-05T10:00:00", "from": "Вестник", "text": pieces}
    joined = {"id": 16, "type": "service", "date": "2026-03-05T09:00:00", "action": "pin_message", "text": ""}
    chat = {"name": article.publisher, "type": "public_channel", "id": 100200, "messages": [joined, post]}
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()


def warc(article: Article, *, packed: bool = True) -> bytes:
    """An archive with a note, the page in windows-1251 and gzip, and a picture."""
    body = gzip.compress(page(article, "windows-1251"), mtime=0)
    fields = {"Content-Type": "text/html; charset=windows-1251", "Content-Encoding": "gzip"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to the collector
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "warcio"}))
        _answer(writer, article.url, fields, body)
        _answer(writer, f"{URL}.png", {"Content-Type": "image/png"}, b"\x89PNG")
        del writer
        gc.collect()
    return out.getvalue()


def _answer(writer: WARCWriter, url: str, fields: dict[str, str], body: bytes) -> None:
    head = StatusAndHeaders("200 OK", list(fields.items()), protocol="HTTP/1.1")
    date = {"WARC-Date": "2026-03-06T08:00:00Z"}
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head,
                                                  warc_headers_dict=date))  # fmt: skip


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 6, 0, 0, 0)), data)
    return out.getvalue()


def wacz(article: Article) -> bytes:
    data = warc(article)
    entry = {"name": "data.warc.gz", "path": "archive/data.warc.gz", "bytes": len(data),
             "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}  # fmt: skip
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": [entry]}).encode()
    seal = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    return packed({
        "archive/data.warc.gz": data,
        "datapackage.json": package,
        "datapackage-digest.json": json.dumps(seal).encode(),
    })  # fmt: skip


def pdf(article: Article, width: int = 70) -> bytes:
    """A page of print: the title larger, each paragraph broken into lines, characters named by a ToUnicode map."""
    lines = [(16, article.title, 30)]
    for paragraph in article.paragraphs:
        for n, line in enumerate(textwrap.wrap(paragraph, width)):
            lines.append((11, line, 24 if n == 0 else 14))
    return print_pdf([lines], article.title)


def print_pdf(pages: list[list[tuple[int, str, int]]], title: str = "") -> bytes:
    """PDF with the given lines a page: (size, text, distance from the line above)."""
    alphabet = sorted({c for lines in pages for _, t, _ in lines for c in t} | {" "})
    code = {c: n for n, c in enumerate(alphabet, 1)}
    mapping = "".join(f"<{n:04X}> <{c.encode('utf-16-be').hex().upper()}>\n" for c, n in code.items())
    to_unicode = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
                  "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
                  f"{len(code)} beginbfchar\n{mapping}endbfchar\n"
                  "endcmap CMapName currentdict /CMap defineresource pop end end")  # fmt: skip
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    descriptor = ("<< /Type /FontDescriptor /FontName /Plain /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 "
                  "/CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >>")  # fmt: skip
    font = "<< /Type /Font /BaseFont /Plain"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"{font} /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        f"{font} /Subtype /CIDFontType2 {system} /DW 500 /FontDescriptor {descriptor} >>",
        stream(to_unicode.encode()),
    ]
    for number, lines in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R "
                       "/Resources << /Font << /F 3 0 R >> >> >>")  # fmt: skip
        drawn, height = [], 800
        for size, words, gap in lines:
            height -= gap
            hexed = "".join(f"{code[c]:04X}" for c in words)
            drawn.append(f"BT /F {size} Tf 60 {height} Td <{hexed}> Tj ET")
        objects.append(stream("\n".join(drawn).encode()))
    return _written(objects, title)


def stream(data: bytes) -> bytes:
    body = zlib.compress(data)
    return f"<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode() + body + b"\nendstream"


def _written(objects: list[str | bytes], title: str) -> bytes:
    info = f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> >>"
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate([*objects, info], 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    trailer = f"<< /Size {len(places) + 1} /Root 1 0 R /Info {len(places)} 0 R >>"
    out += f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def all_forms(article: Article = ARTICLE) -> dict[str, bytes]:
    """File name -> bytes of every form."""
    return {
        "a.txt": text(article),
        "a.html": page(article, "windows-1251"),
        "koi8.html": page(article, "koi8-r"),
        "a.pdf": pdf(article),
        "a.docx": word(article),
        "a.eml": mail(article),
        "a.rss": rss(article),
        "a.atom": atom(article),
        "feed.json": json_feed(article),
        "a.warc": warc(article, packed=False),
        "a.warc.gz": warc(article),
        "a.wacz": wacz(article),
        "result.json": telegram(article),
        "a.zip": packed({"folder/a.html": page(article, "windows-1251")}),
        "a.html.gz": gzip.compress(page(article), mtime=0),
    }
