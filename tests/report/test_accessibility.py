"""The page under axe-core in Chromium: no serious finding, no request to anywhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from lxml import html

from havenwatch.report import build, render
from tests.report.sample_ledger import empty, sample, stand_in_ontology

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
LEDGERS = {"empty": empty(), "sample": sample()}
RUN = """
<script>axe.run(document, {resultTypes: ['violations']}).then(function (found) {
  var told = found.violations.map(function (v) { return [v.impact, v.id, v.nodes[0].html.slice(0, 200)]; });
  document.body.innerHTML = ''; document.body.setAttribute('data-found', JSON.stringify(told));
});</script>
"""


def shown(page: Path, profile: Path, *more: str) -> str:
    """The page as the browser has it after its scripts ran, without any network."""
    words = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000", *more,
        "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(words, capture_output=True, timeout=240, check=True, text=True).stdout


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "language"), [("sample", "en"), ("sample", "ru"), ("empty", "en")])
def test_no_serious_finding(name, language, scheme, tmp_path):
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed: it is in the extra dev")
    script = resources.files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")
    text = render(build(LEDGERS[name], "KZ", None, language, stand_in_ontology()), "html")
    # all that is folded is looked at too
    page = tmp_path / "page.html"
    body = text.replace("<details>", "<details open>").replace("</body>", f"<script>{script}</script>{RUN}</body>")
    page.write_text(body, encoding="utf-8")
    dark = ["--blink-settings=preferredColorScheme=0", "--force-dark-mode"] if scheme == "dark" else []
    tree = html.document_fromstring(shown(page, tmp_path / "profile", *dark))
    found = tree.xpath("//body/@data-found")
    assert found, "axe did not run"
    assert [f for f in json.loads(found[0]) if f[0] in {"serious", "critical"}] == []


def test_the_page_asks_for_nothing_outside(tmp_path):
    text = render(build(sample(), "KZ", None, "en", stand_in_ontology()), "html")
    outside = re.sub(r"<a\b.*?</a>", "", text, flags=re.DOTALL)
    assert re.findall(r"(?:src|href|xlink:href)=\"(?!#)[^\"]*\"|url\((?!#)[^)]*\)|@import|https?://", outside) == []
