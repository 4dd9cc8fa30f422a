"""`__all__` of a package is what one sees of it: nothing hidden, nothing left out."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import havenwatch

PACKAGES = sorted(
    ["havenwatch", *(m.name for m in pkgutil.walk_packages(havenwatch.__path__, "havenwatch.") if m.ispkg)]
)


def visible(package: ModuleType) -> set[str]:
    """Public names of a package that are its own: no modules, nothing from outside, no `annotations`."""
    found = {n: v for n, v in vars(package).items() if not n.startswith("_") and n != "annotations"}
    own = {n for n, v in found.items() if not isinstance(v, ModuleType) and _ours(v)}
    return own | {n for n in ("__version__",) if n in vars(package)}


def _ours(value: object) -> bool:
    module = getattr(value, "__module__", None)
    return module is None or module.split(".")[0] == "havenwatch"


@pytest.mark.parametrize("name", PACKAGES)
def test_all_equals_what_is_visible(name: str) -> None:
    package = importlib.import_module(name)
    listed = list(getattr(package, "__all__", []))
    assert len(listed) == len(set(listed))
    assert [n for n in listed if not hasattr(package, n)] == []
    assert visible(package) - set(listed) == set()


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_what_it_is(name: str) -> None:
    package = importlib.import_module(name)
    if getattr(package, "__all__", []):
        assert (package.__doc__ or "").strip()
