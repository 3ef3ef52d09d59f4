"""Frozen dataclasses to JSON-able values and back, by their type hints alone; a span is [start, end]."""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable, Hashable
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from corpus.document import Document, Span

T = TypeVar("T")
Json = Any  # None, bool, int, float, str, or lists and dicts of these
Decode = Callable[[Json], Any]


def to_json(value: object, *, compact: bool = False) -> Json:
    """The JSON-able form of a value; `compact` leaves out the fields that hold their default."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        items = ((field, getattr(value, field.name)) for field in _fields(cast(Hashable, type(value))))
        return {field.name: to_json(item, compact=compact) for field, item in items if not (compact and item == _default(field))}
    if isinstance(value, tuple | list):
        return [to_json(item, compact=compact) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item, compact=compact) for key, item in value.items()}
    return value


def from_json(kind: type[T], data: Json) -> T:
    """The value of a type from its JSON form; fields left out take their default, unknown ones are ignored."""
    value: T = _decoder(cast(Hashable, kind))(data)
    return value


def pack(document: Document) -> bytes:
    """A document without its text, as compressed JSON (the text is kept beside it)."""
    bare = replace(document, text=replace(document.text, text=""))
    return zlib.compress(json.dumps(to_json(bare, compact=True), ensure_ascii=False, separators=(",", ":")).encode(), level=3)


def unpack(data: bytes, text: str) -> Document:
    """The document that `pack` packed, with its text."""
    document = from_json(Document, json.loads(zlib.decompress(data)))
    return replace(document, text=replace(document.text, text=text))


@cache
def _fields(kind: Hashable) -> tuple[Field[Any], ...]:
    return fields(kind)  # type: ignore[arg-type] # a dataclass, which is hashable


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@cache
def _decoder(kind: Any) -> Decode:
    origin, args = get_origin(kind), get_args(kind)
    if kind is Span:
        return lambda data: Span(*data)
    if origin in (Union, types.UnionType):
        return _optional(_decoder(next(arg for arg in args if arg is not type(None))))
    if origin is tuple:
        return _sequence(_decoder(args[0]))
    if is_dataclass(origin or kind):
        return _record(origin or kind, dict(zip(getattr(origin, "__parameters__", ()), args, strict=True)))
    return lambda data: data


def _optional(decode: Decode) -> Decode:
    return lambda data: None if data is None else decode(data)


def _sequence(decode: Decode) -> Decode:
    return lambda data: tuple(decode(item) for item in data)


def _record(kind: Any, parameters: dict[Any, Any]) -> Decode:
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(parameters.get(hints[field.name], hints[field.name])) for field in _fields(kind)}
    return lambda data: kind(**{name: decoders[name](item) for name, item in data.items() if name in decoders})
