"""Files that hold many items: what is damaged, private, encrypted or too large is named, the rest is read."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import re
import zipfile
from pathlib import Path

import pytest
from forms import ARTICLE, packed, page, pdf, print_pdf, telegram, wacz, warc, word

from havenwatch.document import make_documents
from havenwatch.records import Document, Problem
from havenwatch.source import SKIPPED, Item, open_items
from havenwatch.source.container import archive
from havenwatch.source.container import warc as warc_reader


def read(folder: Path, name: str, data: bytes) -> tuple[list[Document], list[str]]:
    """Documents, and messages without the path, of a file; notes on what was skipped are left out."""
    (folder / name).write_bytes(data)
    documents, problems = [], []
    for found in open_items([folder / name]):
        for made in make_documents(found) if isinstance(found, Item) else [found]:
            if isinstance(made, Document):
                documents.append(made)
            elif made.stage != SKIPPED:
                problems.append(made.message.removeprefix(f"{folder / name}"))
    return documents, problems


def archive_of(number: int, *, packed_records: bool) -> bytes:
    """Some archives in one, as a crawl writes them."""
    return b"".join(warc(ARTICLE, packed=packed_records) for _ in range(number))


@pytest.mark.parametrize("packed_records", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.62, 0.9, 0.999])
def test_a_web_archive_that_is_cut_off_gives_what_came_before(
    tmp_path: Path, share: float, *, packed_records: bool
) -> None:
    whole = archive_of(4, packed_records=packed_records)
    documents, problems = read(tmp_path, "a.warc.gz", whole[: int(len(whole) * share)])
    assert len(documents) in (int(4 * share), int(4 * share) + 1)
    assert len(problems) <= 1
    if problems:
        assert re.match(r", record \d+ at byte \d+: .*cut off, what came before is kept", problems[0])


@pytest.mark.parametrize("seed", range(8))
def test_reading_goes_on_behind_a_damaged_record(tmp_path: Path, seed: int) -> None:
    parts = [bytearray(warc(ARTICLE)) for _ in range(4)]
    rng = random.Random(seed)  # noqa: S311 - reproducible, no secret
    at = rng.randrange(300, len(parts[1]) - 400)
    parts[1][at : at + 40] = rng.randbytes(40)
    documents, problems = read(tmp_path, "a.warc.gz", b"".join(bytes(p) for p in parts))
    assert len(documents) >= 3
    assert problems
    assert all(re.match(r", record \d+ at byte \d+", p) for p in problems)


def test_reading_goes_on_behind_a_damaged_plain_record(tmp_path: Path) -> None:
    one = warc(ARTICLE, packed=False)
    broken = one.replace(b"Content-Length", b"Content-Lenght")
    documents, problems = read(tmp_path, "a.warc", one + broken + one)
    assert len(documents) == 2
    assert "has no Content-Length; the record is damaged" in problems[0]


def test_a_digest_that_does_not_fit_is_named_and_the_page_kept(tmp_path: Path) -> None:
    data = warc(ARTICLE, packed=False)
    told = re.search(rb"WARC-Payload-Digest: sha1:(\w+)", data)
    wrong = base64.b32encode(b"x" * 20)
    changed = b"".join([data[: told.start(1)], wrong, data[told.end(1) :]])
    documents, problems = read(tmp_path, "a.warc", changed)
    assert [d.text for d in documents] == [ARTICLE.text]
    assert any("does not fit the content: it was changed after it was archived" in p for p in problems)


def test_a_record_over_the_limit_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_reader, "FILE_LIMIT", 500)
    documents, problems = read(tmp_path, "a.warc", warc(ARTICLE, packed=False))
    assert documents == []
    assert len(problems) == 1
    assert re.match(r", record 2 at byte \d+: is larger than", problems[0])


def test_a_changed_wacz_is_named_and_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(wacz(ARTICLE))) as old:
        members = {n: old.read(n) for n in old.namelist()}
    members["archive/data.warc.gz"] += warc(ARTICLE)
    documents, problems = read(tmp_path, "a.wacz", packed(members))
    assert len(documents) == 2
    assert any("archive/data.warc.gz: does not have the digest" in p for p in problems)
    members["datapackage.json"] = members["datapackage.json"].replace(b"data-package", b"data-pakcage")
    assert any("the list of digests was changed later" in p for p in read(tmp_path, "a.wacz", packed(members))[1])
    del members["datapackage.json"]
    assert any("the digests could not be checked" in p for p in read(tmp_path, "a.wacz", packed(members))[1])


def test_archives_in_archives_and_what_is_none_of_ours(tmp_path: Path) -> None:
    inner = packed({"b.html": page(ARTICLE), "__MACOSX/b.html": b"x", "c.png": b"\x89PNG", ".d.txt": b"hidden"})
    documents, problems = read(tmp_path, "a.zip", packed({"in.zip": inner, "e.pdf": pdf(ARTICLE), "empty.txt": b""}))
    assert [d.text for d in documents] == [ARTICLE.text] * 2
    assert problems == [", empty.txt: is empty; nothing to store"]


def test_archives_that_are_too_deep(tmp_path: Path) -> None:
    data = page(ARTICLE)
    for n in range(6):
        data = packed({f"{n}.zip" if n else "a.html": data})
    documents, (problem,) = read(tmp_path, "a.zip", data)
    assert documents == []
    assert "archives deep; unpack it" in problem


def test_a_bomb_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FILE_LIMIT", 1_000_000)
    bomb = packed({"a.txt": b"0" * 3_000_000, "b.txt": b"words"})
    documents, problems = read(tmp_path, "a.zip", bomb)
    assert [d.text for d in documents] == ["words"]
    assert "a.txt: is larger than" in problems[0]
    monkeypatch.setattr(archive, "ARCHIVE_LIMIT", 1_500_000)
    many = packed({f"{n}.txt": b"a " * 400_000 for n in range(4)})
    documents, problems = read(tmp_path, "b.zip", many)
    assert len(documents) == 1
    assert "unpacks to more than" in problems[-1]
    assert "unpacks to more than" in read(tmp_path, "c.txt.gz", gzip.compress(b"0" * 3_000_000))[1][0]


def test_an_encrypted_archive_is_named(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": b"words"}))
    data[6] |= 1  # the flag of the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1
    documents, (problem,) = read(tmp_path, "a.zip", bytes(data))
    assert documents == []
    assert problem == ", a.txt: is encrypted; unpack it with its password and add the files"


@pytest.mark.parametrize("cut", [30, 400, -30])
def test_a_gzip_file_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    documents, problems = read(tmp_path, "a.html.gz", gzip.compress(page(ARTICLE))[:cut])
    assert len(documents) <= 1
    assert "cut off" in problems[0]


SCAN = "this page has a text layer of more than twenty letters"


def test_pages_without_a_text_layer_are_named(tmp_path: Path) -> None:
    whole = print_pdf([[(11, SCAN, 20)], [], [(11, SCAN, 20)]])
    documents, problems = read(tmp_path, "a.pdf", whole)
    assert [d.text for d in documents] == [f"{SCAN} {SCAN}"]
    assert problems == []  # an empty page is no scanned one
    assert "has no text; run it through OCR" in read(tmp_path, "b.pdf", print_pdf([[]]))[1][0]


def test_a_scanned_page_is_named(tmp_path: Path) -> None:
    from havenwatch.document.extract import pdf as reader

    data = print_pdf([[(11, SCAN, 20)], [(11, "7", 20)], [(11, "8", 20)], [(11, SCAN, 20)]])
    shows, reader._shows_picture = reader._shows_picture, lambda _: True
    try:
        documents, (problem,) = read(tmp_path, "a.pdf", data)
    finally:
        reader._shows_picture = shows
    assert len(documents) == 1
    assert problem.startswith(": page 2-3 of 4 is a scanned picture and not in the text; run the file through OCR")


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    head, line = "Report of the Commission, page", "Sentence number {} ends here."
    sheets = [[(9, f"{head} {n}", 20), (11, line.format(n), 40), (9, str(n), 400)] for n in range(1, 7)]
    (document,), _ = read(tmp_path, "a.pdf", print_pdf(sheets))
    assert document.text.splitlines() == [f"Sentence number {n} ends here." for n in range(1, 7)]


def test_words_cut_at_the_end_of_a_line_are_whole_again(tmp_path: Path) -> None:
    sheet = [(11, "Экстра-", 20), (11, "диция была отложена судом до", 14), (11, "весны.", 14)]
    (document,), _ = read(tmp_path, "a.pdf", print_pdf([sheet]))
    assert document.text == "Экстрадиция была отложена судом до весны."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", "is no PDF file or is damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old or encrypted Word file"),
        ("a.docx", b"PK\x03\x04broken", "is no ZIP archive or is damaged"),
        ("a.docx", packed({"x": b"y"}), "is no Word file or is damaged: word/document.xml is missing"),
        ("a.html.gz", b"", "is empty; nothing to store"),
        ("a.html.gz", gzip.compress(b""), "is empty; nothing to store"),
        ("a.zip", b"", "is no ZIP archive or is damaged"),
        ("a.warc.gz", b"", "holds no WARC record"),
        ("a.docx", b"", "is empty; nothing to store"),
        ("a.pdf", b"", "is empty; nothing to store"),
        ("a.eml", b"", "is a mail without words and attached files"),
        ("a.json", b"", "is no JSON or is cut off"),
        ("a.zip", packed({}), "is an archive without files"),
        ("a.warc", b"WARC/1.0\r\n", "the file ends inside a header; it is cut off"),
        ("a.warc", b"nothing of ours" * 10, "the file ends inside a header"),
        ("a.wacz", packed({"x": b"y"}), "is missing or damaged; the digests could not be checked"),
        ("a.rss", b"<rss><channel></channel></rss>", "is a feed without entries"),
        ("a.rss", b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "declares XML entities, which are not read"),
        ("a.xml", b"<config/>", "is neither a feed nor a list of addresses (its root is 'config')"),
        ("a.xml", b"", "is no XML"),
        ("a.opml", b'<opml><body><outline xmlUrl="https://a.example/rss"/></body></opml>',
         "names 1 addresses, the first is https://a.example/rss; add it with --follow"),
        ("a.xml", b"<urlset><url><loc>ftp://x</loc></url></urlset>", "names no address"),
        ("a.json", b"[1", "is no JSON or is cut off"),
        ("a.json", b"[" * 100_000, "is nested too deeply"),
        ("a.json", b"{}", "is neither a Telegram export, nor a JSON Feed"),
        ("result.json", b'{"messages": []}', "holds no message with words"),
        ("a.eml", b"Subject: x\r\n\r\n", "is a mail without words and attached files"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    documents, problems = read(tmp_path, name, data)
    assert documents == []
    assert reason in problems[0]


def test_a_list_of_objects_is_read_as_lines_are(tmp_path: Path) -> None:
    rows = [{"text": "Суд отказал активисту.", "id": 1}, {"title": "no text"}, {"text": "Суд отпустил активиста."}]
    documents, (problem,) = read(tmp_path, "a.json", json.dumps(rows).encode())
    assert [d.text for d in documents] == ["Суд отказал активисту.", "Суд отпустил активиста."]
    assert ", line 2: has no 'text'" in problem


def chat(**changes: object) -> bytes:
    return json.dumps(json.loads(telegram(ARTICLE)) | changes, ensure_ascii=False).encode()


def test_posts_of_a_channel(tmp_path: Path) -> None:
    post = {"id": 5, "type": "message", "date": "2026-03-05T10:00:00", "forwarded_from": "Другой канал",
            "edited": "2026-03-06T10:00:00", "reply_to_message_id": 4,
            "text": ["Суд ", {"type": "bold", "text": "отказал"}]}  # fmt: skip
    (document,), problems = read(tmp_path, "result.json", chat(messages=[post, {"id": 6, "text": ""}]))
    assert problems == []
    assert (document.text, document.publisher, document.external_id) == (
        "Суд отказал",
        "Другой канал",
        "telegram:100200/5",
    )
    assert str(document.published) == "2026-03-05"
    (item,) = (i for i in open_items([tmp_path / "result.json"]) if isinstance(i, Item))
    assert item.capture.made == "2026-03-06T10:00:00+00:00"


@pytest.mark.parametrize("kind", ["personal_chat", "private_group", "saved_messages"])
def test_private_talk_is_refused(tmp_path: Path, kind: str) -> None:
    documents, (problem,) = read(tmp_path, "result.json", chat(type=kind))
    assert documents == []
    assert f"is private talk ({kind}), which is not read" in problem


def test_an_account_gives_its_public_channels(tmp_path: Path) -> None:
    channel, talk = json.loads(telegram(ARTICLE)), json.loads(chat(type="personal_chat"))
    account = json.dumps({"chats": {"list": [talk, channel]}}, ensure_ascii=False).encode()
    (document,), (problem,) = read(tmp_path, "result.json", account)
    assert document.text == ARTICLE.text
    assert ", chat 1: is private talk" in problem


def test_a_mail_with_files(tmp_path: Path) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Решение суда"
    message.set_content("Во вложении решение суда по делу активиста.")
    message.add_attachment(word(ARTICLE), maintype="application", subtype="octet-stream", filename="решение.docx")
    message.add_attachment(pdf(ARTICLE), maintype="application", subtype="pdf", filename="решение.pdf")
    documents, problems = read(tmp_path, "a.eml", message.as_bytes())
    assert problems == []
    assert [d.text for d in documents] == ["Во вложении решение суда по делу активиста.", ARTICLE.text, ARTICLE.text]


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    saved = MIMEMultipart("related")
    saved["Snapshot-Content-Location"] = ARTICLE.url
    saved.attach(MIMEText(page(ARTICLE).decode(), "html", "utf-8"))
    (document,), problems = read(tmp_path, "a.mhtml", saved.as_bytes())
    assert (document.text, document.url, problems) == (ARTICLE.text, ARTICLE.url, [])


def test_deleted_words_and_notes_of_a_word_file(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (f"<w:document {space}><w:body><w:p><w:r><w:t>Суд </w:t></w:r>"
            "<w:del><w:r><w:delText>не </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>отказал</w:t></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>ячейка</w:t></w:r></w:p>"
            "</w:tc></w:tr></w:tbl></w:body></w:document>")  # fmt: skip
    notes = f"<w:footnotes {space}><w:footnote><w:p><w:r><w:t>сноска</w:t></w:r></w:p></w:footnote></w:footnotes>"
    (document,), problems = read(
        tmp_path, "a.docx", packed({"word/document.xml": body.encode(), "word/footnotes.xml": notes.encode()})
    )
    assert (document.text, problems) == ("Суд отказал\nячейка\nсноска", [])


def test_other_json_and_xml_of_a_folder_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "pom.xml").write_text("<project/>")
    (tmp_path / "data.csv.gz").write_bytes(gzip.compress(b"a"))
    found = list(open_items([tmp_path]))
    assert len(found) == 3
    assert all(isinstance(f, Problem) and f.stage == SKIPPED for f in found)


@pytest.mark.parametrize(
    ("gaps", "indent"),
    [((14, 24), ""), ((14, 14), "    "), ((14, 14), "")],
    ids=["spaced", "indented", "short last line"],
)
def test_paragraphs_of_print(tmp_path: Path, gaps: tuple[int, int], indent: str) -> None:
    import textwrap

    told = [p for p in ARTICLE.paragraphs if len(p) > 90]
    sheet = []
    for paragraph in told:
        for n, line in enumerate(textwrap.wrap(indent + paragraph, 60, drop_whitespace=True)):
            sheet.append((11, line, gaps[1] if n == 0 else gaps[0]))
    (document,), _ = read(tmp_path, "a.pdf", print_pdf([sheet]))
    assert " ".join(document.text.split()) == " ".join(" ".join(told).split())
    if gaps[1] > gaps[0]:
        assert document.text.splitlines() == told
