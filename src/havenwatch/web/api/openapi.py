"""The description of the API, made from the schema of the export: records have one description, not two."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from havenwatch import __version__
from havenwatch.ledger.browse.listing import ORDERS
from havenwatch.web.visit import Visit

Handler = Callable[[Visit], Response]
_RECORDS = "#/components/schemas/"

__all__ = ["Handler", "describe", "description"]


def describe(visit: Visit) -> Response:  # noqa: ARG001 - every handler is given the visit
    """The description itself."""
    return JSONResponse(description())


@functools.cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "havenwatch",
            "version": __version__,
            "description": "Read-only. Machine-read statements are not verified facts. A token of the account page is "
            "sent as `Authorization: Bearer TOKEN`; alone on this machine none is asked for.",
        },
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}, {}],
    }


def _schemas() -> dict[str, Any]:
    path = importlib.resources.files("havenwatch.exchange").joinpath("schema", "havenwatch-1.json")
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8").replace("#/$defs/", _RECORDS))["$defs"]
    brief = {k: v for k, v in known["document"]["properties"].items() if k in _BRIEF}
    known["brief"] = {"type": "object", "properties": brief, "required": list(brief)}
    known["error"] = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
    return known


_BRIEF = ("id", "external_id", "url", "title", "publisher", "published", "language")


def _paths() -> dict[str, Any]:
    host = _query("host", {"type": "string", "maxLength": 2}, "ISO code of the host state.")
    wanting = _query("requesting", {"type": "string", "maxLength": 2}, "ISO code of the requesting state.")
    lists = [host, wanting, *_paging()]
    return {
        "/api/openapi.json": _get("This description", {"type": "object"}),
        "/api/status": _get("Numbers of records", {"type": "object", "required": ["records", "review", "current"]}),
        "/api/countries": _get("Host states", _list("countries", {"type": "object"})),
        "/api/cases": _get("Cases", _page_of("cases", "case"), lists),
        "/api/cases/{id}": _get(
            "One case with all it refers to", _parts("cases", "persons", "events", "statements"), [_ID]
        ),
        "/api/persons": _get("Persons", _page_of("persons", "person"), lists),
        "/api/persons/{id}": _get("One person", _parts("persons"), [_ID]),
        "/api/documents": _get("Documents", _page_of("documents", "brief"), _paging()),
        "/api/documents/{id}": _get("One document with its statements", _parts("documents", "statements"), [_ID]),
        "/api/statements/{id}": _get("One statement with its reviews", _parts("statements"), [_ID]),
        "/api/conflicts": _get("Where sources disagree", _page_of("conflicts", "conflict"), lists),
        "/api/search": _get("Full text", _page_of("hits", None), [_WORDS, _SPELLING, _paging()[0]]),
    }


def _query(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": told}


def _paging() -> list[dict[str, Any]]:
    orders = [*ORDERS, *(f"-{o}" for o in ORDERS)]
    return [
        _query("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "Page, from 1 on."),
        _query("size", {"type": "integer", "minimum": 1, "maximum": 200}, "Rows a page."),
        _query("order", {"type": "string", "enum": orders}, "Order; a minus in front turns it round."),
    ]


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 64}}
_WORDS = _query("q", {"type": "string", "maxLength": 300}, "Words that must all occur, in any inflection.")
_SPELLING = _query("spelling", {"type": "string", "enum": ["any", "exact"]}, "exact: names in this spelling alone.")


def _get(told: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    def answer(what: str, kind: dict[str, Any]) -> dict[str, Any]:
        return {"description": what, "content": {"application/json": {"schema": kind}}}

    refusals = {"400": "A value that does not fit", "401": "No token", "403": "Not allowed", "404": "Not there"}
    error = {"$ref": f"{_RECORDS}error"}
    answers = {"200": answer(told, schema)} | {code: answer(why, error) for code, why in refusals.items()}
    answers |= {"429": {"description": "Too many requests"}, "503": answer("The ledger is being written to", error)}
    return {"get": {"summary": told, "parameters": parameters or [], "responses": answers}}


def _list(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "array", "items": schema}}, "required": [name]}


def _page_of(name: str, record: str | None) -> dict[str, Any]:
    made = _list(name, {"type": "object"} if record is None else {"$ref": f"{_RECORDS}{record}"})
    made["properties"] |= {key: {"type": "integer"} for key in ("total", "page", "size")}
    return made | {"required": [name, "total", "page", "size"]}


def _parts(*names: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": {}, "required": list(names)}
    for name in names:
        made["properties"][name] = {"type": "array", "items": {"$ref": f"{_RECORDS}{name[:-1]}"}}
    return made
