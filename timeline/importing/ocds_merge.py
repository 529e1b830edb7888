"""Compiling a contracting process: its releases in order of date, merged by the rules of OCDS 1.1."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
Path = tuple[str, ...]

OMITTED = frozenset({("id",), ("date",), ("tag",)})
"""What a release says of itself (omitWhenMerged); the compiled release gets its own."""
WHOLE = frozenset(
    tuple(path.split("/"))
    for path in """
parties/additionalIdentifiers parties/roles buyer/additionalIdentifiers relatedProcesses/relationship
tender/procuringEntity/additionalIdentifiers tender/tenderers/additionalIdentifiers
tender/items/additionalClassifications tender/additionalProcurementCategories tender/submissionMethod
tender/amendments/changes tender/amendment/changes
awards/suppliers/additionalIdentifiers awards/items/additionalClassifications
awards/amendments/changes awards/amendment/changes
contracts/items/additionalClassifications contracts/relatedProcesses/relationship
contracts/implementation/transactions/payer/additionalIdentifiers
contracts/implementation/transactions/payee/additionalIdentifiers
contracts/amendments/changes contracts/amendment/changes
""".split()
)
"""Lists that are replaced whole: wholeListMerge in release-schema 1.1.4, or their items have no id there."""


class Differing(ValueError):
    """A field is a value in one release and an object or a list of objects in a later one."""


class _Members(dict[str, Any]):
    """The fields of an object that is being merged."""


class _Items(dict[Any, _Members]):
    """The objects of a list that is being merged, by their id; one without is in nobody's place."""


def states(releases: Iterable[Mapping[str, Any]]) -> Iterator[Json]:
    """The compiled release after each release, in order; Differing where two cannot be merged."""
    merged = _Members()
    for release in in_order(releases):
        _merge(merged, release, ())
        ocid, date = release.get("ocid"), release.get("date")
        own = {"tag": ["compiled"], "id": f"{ocid}-{date}", "date": date, "ocid": ocid}
        yield {**_plain(merged), **own}


def compiled(releases: Iterable[Mapping[str, Any]]) -> Json:
    """The compiled release of a process; of no releases, an empty one."""
    *_, last = {}, *states(releases)
    return last


def in_order(releases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The releases by their dates; those of one time by how they write it, then as they came."""
    return sorted(releases, key=lambda release: _time(release.get("date")))


def _time(date: object) -> tuple[datetime, str]:
    text = str(date)
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        found = datetime.min.replace(tzinfo=UTC)
    return found, text


def _merge(into: _Members, said: Mapping[str, Any], path: Path) -> None:
    """Null takes a value away; nothing takes the place of an object that holds fields."""
    for name, value in said.items():
        place = (*path, name)
        if place in OMITTED:
            continue
        if place in WHOLE or _is_leaf(value):
            if not isinstance(into.get(name), _Members | _Items):
                into[name] = value
        elif value:
            fresh = _empty(value)
            found = into.get(name)
            found = fresh if found is None else found
            if type(found) is not type(fresh):
                raise Differing("/".join(place))
            if isinstance(found, _Items):
                _merge_items(found, value, place)
            else:
                _merge(found, value, place)
            if found:
                into[name] = found


def _merge_items(into: _Items, said: list[Json], path: Path) -> None:
    for item in said:
        key = object() if "id" not in item else None if item["id"] is None else str(item["id"])
        found = into.get(key, _Members())
        kept = {"id": found["id"]} if "id" in found else {}
        _merge(found, item, path)
        found.update(kept)
        if found:
            into[key] = found


def _empty(value: object) -> _Members | _Items:
    return _Items() if isinstance(value, list) else _Members()


def _is_leaf(value: object) -> bool:
    if isinstance(value, list):
        return any(not isinstance(item, dict) for item in value)
    return not isinstance(value, dict)


def _plain(merged: Mapping[str, Any]) -> Json:
    """What is left as JSON values: without nulls, the items of a list in the order they first came in."""
    return {name: _value(value) for name, value in merged.items() if value is not None}


def _value(value: object) -> object:
    if isinstance(value, _Items):
        return [_plain(item) for item in value.values()]
    return _plain(value) if isinstance(value, _Members) else value
