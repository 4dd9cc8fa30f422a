"""The register of persons: chains come and go, and only what stands near them is judged anew."""

from __future__ import annotations

from havenwatch.person.register.maps import Maps, Memory
from havenwatch.person.register.settle import Change, Register

__all__ = ["Change", "Maps", "Memory", "Register"]
