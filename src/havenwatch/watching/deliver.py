"""Alerts to where people read them: an Atom file, mail, a command. What fails is tried again in the next round."""

from __future__ import annotations

import datetime as dt
import email.message
import email.utils
import json
import os
import smtplib
import ssl
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

from havenwatch.ledger import Alert, WatchBook
from havenwatch.records import Problem, to_json
from havenwatch.watching.config import Config, Mail

STAGE = "alert"
COMMAND_SECONDS = 60.0
MAIL_SECONDS = 30.0
# Entries of the Atom file; older ones stay in the ledger.
FEED_LENGTH = 200
ATOM = "http://www.w3.org/2005/Atom"
NOTE = "Read by a machine, not verified by a person: check the quotes."

__all__ = ["deliver"]


def deliver(book: WatchBook, config: Config, environment: Mapping[str, str]) -> tuple[tuple[Alert, ...], list[Problem]]:
    """Tell all alerts that were not told yet; they count as told when every way of the config worked.

    Returns:
        the alerts that were told, and a problem for each way that failed.
    """
    waiting = book.unsent()
    problems: list[Problem] = []
    if waiting and config.command:
        problems += _command(config.command, waiting)
    if waiting and config.mail is not None:
        problems += _mail(config.mail, waiting, environment)
    if not problems:
        book.mark_sent(waiting)
    if config.atom is not None:
        problems += _atom(config.atom, book.told(FEED_LENGTH))
    return (waiting if not problems else ()), problems


def _command(words: Sequence[str], alerts: Sequence[Alert]) -> list[Problem]:
    """Run a command once with all alerts as JSON on its standard input."""
    body = json.dumps([to_json(a) for a in alerts], ensure_ascii=False)
    try:
        done = subprocess.run(  # noqa: S603 - the command is the user's own, from their own file, without a shell
            list(words), input=body.encode(), capture_output=True, check=False, timeout=COMMAND_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [Problem(STAGE, None, f"command {words[0]}: {error}; {len(alerts)} alerts wait for the next round")]
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip()[:200]
        reason = f"command {words[0]}: exit {done.returncode} {told}; {len(alerts)} alerts wait for the next round"
        return [Problem(STAGE, None, reason)]
    return []


def _mail(mail: Mail, alerts: Sequence[Alert], environment: Mapping[str, str]) -> list[Problem]:
    message = email.message.EmailMessage()
    message["Subject"] = f"havenwatch: {alerts[0].title}" if len(alerts) == 1 else f"havenwatch: {len(alerts)} alerts"
    message["From"], message["To"] = mail.sender, ", ".join(mail.to)
    message["Date"] = email.utils.localtime()
    message.set_content("\n\n".join(f"{a.title}\n{a.body}" for a in alerts) + f"\n\n{NOTE}\n")
    try:
        with _server(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if mail.user is not None:
                server.login(mail.user, environment.get(mail.password_variable, ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        reason = f"mail to {mail.server}: {' '.join(str(error).split())[:200]}; {len(alerts)} alerts wait"
        return [Problem(STAGE, None, reason)]
    return []


def _server(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=MAIL_SECONDS, context=context)
    return smtplib.SMTP(mail.server, mail.port, timeout=MAIL_SECONDS)


def _atom(path: Path, alerts: Sequence[Alert]) -> list[Problem]:
    """Write the feed anew, whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_feed(alerts))
        Path(name).replace(path)
    except OSError as error:
        return [Problem(STAGE, None, f"{path}: cannot be written ({error.strerror}); name another file under atom")]
    return []


def _feed(alerts: Sequence[Alert]) -> bytes:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    updated = alerts[0].made if alerts else dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    for name, text in (("id", "urn:havenwatch:alerts"), ("title", "havenwatch alerts"), ("updated", updated),
                       ("subtitle", NOTE)):  # fmt: skip
        ET.SubElement(feed, f"{{{ATOM}}}{name}").text = text
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    ET.SubElement(author, f"{{{ATOM}}}name").text = "havenwatch"
    for alert in alerts:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        for name, text in (("id", f"urn:havenwatch:{alert.id}"), ("title", alert.title), ("updated", alert.made),
                           ("content", alert.body)):  # fmt: skip
            ET.SubElement(entry, f"{{{ATOM}}}{name}").text = _printable(text)
        ET.SubElement(entry, f"{{{ATOM}}}category", term=alert.rule)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _printable(text: str) -> str:
    """The text without characters that XML does not allow."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )
