"""Ranges and open intervals."""

from __future__ import annotations

import dataclasses
import datetime as dt

from havenwatch.text.dates.node import UNKNOWN, Interval, Node
from havenwatch.text.dates.resolve.scene import FUTURE, ONE_DAY, PAST, PRESENT, Scene, resolve, resolves

CLOSER = 2  # times nearer that a day ahead must be than the same day behind


@resolves("range")
def _range(node: Node, scene: Scene) -> Interval:
    """Both ends; the end that lacks a year or month takes it from the other."""
    left, right = node.parts
    first = resolve(left, scene)
    if _complete(left) and first[0] is not None and not _complete(right):
        last = resolve(right, scene.at(first[0], FUTURE))
    else:
        last = resolve(right, scene)
        if last[1] is not None and not _complete(left):
            first = resolve(left, scene.at(last[1], PAST))
    if first[0] is None or last[1] is None or first[0] > last[1]:
        return UNKNOWN
    return first[0], last[1]


def _complete(node: Node) -> bool:
    """Whether the node names its year itself or is fixed by publication."""
    return node.op not in ("day", "month", "season", "weekday", "part", "feast", "nth", "quarter") or (
        node.year is not None or bool(node.mod) or (node.op == "part" and _complete(node.parts[0]))
    )


@resolves("until")
def _until(node: Node, scene: Scene) -> Interval:
    return None, resolve(node.parts[0], _ahead(node.parts[0], scene))[1]


def _ahead(inner: Node, scene: Scene) -> Scene:
    """«Закрыли до 10 октября»: what was done until a day close ahead, not close behind, lasts till then."""
    if scene.told == FUTURE or scene.published is None or scene.given is not None:
        return scene
    past, future = _both(inner, scene)
    if past is None or future is None or CLOSER * (future - scene.published) >= scene.published - past:
        return scene
    return dataclasses.replace(scene, tense=FUTURE)


@resolves("planned")
def _planned(node: Node, scene: Scene) -> Interval:
    """The day to which something was moved lies ahead."""
    return resolve(node.parts[0], dataclasses.replace(scene, tense=FUTURE, told=FUTURE))


@resolves("before")
def _before(node: Node, scene: Scene) -> Interval:
    inner = node.parts[0]
    first, last = resolve(inner, _ahead(inner, scene))
    if inner.op == "part" and inner.word == "end":  # before the end of the year: until it
        return None, last
    return UNKNOWN if first is None else (None, first - ONE_DAY)


@resolves("since")
def _since(node: Node, scene: Scene) -> Interval:
    if node.mod == "now":  # a postposition that says so: тамыздан бері
        scene = dataclasses.replace(scene, tense=PAST)
    elif scene.told in (PRESENT, None):  # «живёт там с марта»: a state that lasts, unless a coming day is nearer
        scene = dataclasses.replace(scene, tense=_nearer(node.parts[0], scene))
    if scene.published is not None:  # what lasts until now began at the nearest such time
        scene = dataclasses.replace(scene, given=None)
    first, last = resolve(node.parts[0], scene)
    if scene.published is not None and first is not None and last is not None and last < scene.published:
        return (first, last) if node.mod == "of" else (first, scene.published)
    return _open_end(first, scene)


def _both(inner: Node, scene: Scene) -> Interval:
    """First day of a time in the past and in the future."""
    return (
        resolve(inner, dataclasses.replace(scene, tense=PAST))[0],
        resolve(inner, dataclasses.replace(scene, tense=FUTURE))[0],
    )


def _nearer(inner: Node, scene: Scene) -> str:
    past, future = _both(inner, scene)
    if inner.op != "day" or past is None or future is None or scene.published is None:
        return PAST
    return FUTURE if future - scene.published < scene.published - past else PAST


@resolves("from")
def _from(node: Node, scene: Scene) -> Interval:
    first = resolve(node.parts[0], _ahead(node.parts[0], scene))[0]
    return first, None


@resolves("after")
def _after(node: Node, scene: Scene) -> Interval:
    last = resolve(node.parts[0], scene)[1]
    return _open_end(None if last is None else last + ONE_DAY, scene)


def _open_end(first: dt.date | None, scene: Scene) -> Interval:
    today = scene.published
    if first is None:
        return UNKNOWN
    return first, today if today is not None and first <= today and scene.tense == PAST else None
