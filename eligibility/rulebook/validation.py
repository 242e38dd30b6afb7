"""
A document held against the shape of its kind.
"""

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from eligibility.documents import Document, Scalar, Value
from eligibility.errors import Fault, did_you_mean
from eligibility.language import Text
from eligibility.rulebook.shape_base import Shape, known_keys

__all__ = ["validated"]

S = TypeVar("S", bound=Shape)


def _strings(value: Value) -> object:
    if isinstance(value, Scalar):
        return None if value.is_null else value.text
    if isinstance(value, list):
        return [_strings(item) for item in value]
    return {key: _strings(item) for key, item in value.items()}


def validated(model: type[S], document: Document, faults: list[Fault]) -> S | None:
    """The document in its shape, or None after noting every fault of it."""
    try:
        return model.model_validate(_strings(document.root))
    except ValidationError as error:
        faults += [_fault(details, model, document) for details in error.errors(include_url=False)]
        return None


def _fault(details: ErrorDetails, model: type[Shape], document: Document) -> Fault:
    path = tuple(details["loc"])
    key = str(path[-1]) if path else ""
    hint = None
    match details["type"]:
        case "missing":
            text = Text(f"la clé `{key}` manque", f"the key `{key}` is missing")
        case "extra_forbidden":
            text = Text(f"la clé `{key}` n'existe pas ici", f"there is no key `{key}` here")
            hint = did_you_mean(key, known_keys(model))
        case _:
            text = Text(
                f"`{key}` ne convient pas : {details['msg']}",
                f"`{key}` does not fit: {details['msg']}",
            )
    return Fault("shape", document.place(path), text, hint)
