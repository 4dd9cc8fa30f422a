"""A report as text, one self-contained HTML page or Markdown, or as a file of any format."""

from __future__ import annotations

import functools
import re

import jinja2

from havenwatch.errors import UsageError
from havenwatch.lang.phrases import load_phrases
from havenwatch.report.draw.svg import to_svg
from havenwatch.report.record import Report, Sentence

FORMATS = ("html", "md")
FILES = (*FORMATS, "docx", "pdf")
MOST_BACK_LINKS = 8  # a statement cited more often is found by its first uses
# characters that would start markup inside a line of Markdown
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~$])")
_BLANK_LINES = re.compile(r"\n{3,}")
# what makes a list item or a heading out of a line that begins with it
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def render(report: Report, format: str) -> str:  # noqa: A002 - the word of the command line
    """The report in `format`, `html` or `md`; UsageError for any other."""
    if format not in FORMATS:
        raise UsageError(f"cannot write a report as {format!r}: use one of {', '.join(FORMATS)}")
    template = _environment(format).get_template(f"report.{format}.j2")
    text = template.render(report=report, say=load_phrases(report.language), back_links=MOST_BACK_LINKS)
    return text if format == "html" else _BLANK_LINES.sub("\n\n", text)


def render_file(report: Report, format: str) -> bytes:  # noqa: A002 - as above
    """The report as the bytes of a file in `format`: html, md, docx or pdf; UsageError for any other."""
    if format == "pdf":
        from havenwatch.report.paper.document import write_pdf

        return write_pdf(report)
    if format == "docx":
        from havenwatch.report.word.document import write_docx

        return write_docx(report)
    if format not in FORMATS:
        raise UsageError(f"cannot write a report as {format!r}: use one of {', '.join(FILES)}")
    return render(report, format).encode()


@functools.cache
def _environment(format: str) -> jinja2.Environment:  # noqa: A002 - as above
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("havenwatch.report"),
        autoescape=format == "html",  # noqa: S701 - Markdown has its own escape, a filter of every value
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["md_sentence"] = markdown_sentence
    environment.filters["svg"] = to_svg
    environment.tests["address"] = _is_address
    return environment


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def escape_markdown(text: str) -> str:
    """Words of a source as plain text in Markdown: one line, nothing in it is markup."""
    one_line = " ".join(text.split())
    return _LINE_START.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", one_line))


def markdown_sentence(sentence: Sentence) -> str:
    """Sentence with its status word and its footnote references."""
    text = sentence.text if _is_address(sentence.text) else escape_markdown(sentence.text)
    status = "" if sentence.status is None else f" *({escape_markdown(sentence.status)})*"
    return text + status + "".join(f"[^{reference.note}]" for reference in sentence.references)
