"""Files read into plain values that remember where they stood."""

from eligibility.documents.document import Document, Form, Path, Scalar, Value
from eligibility.documents.reading import read_bytes, read_document, read_path

__all__ = [
    "Document",
    "Form",
    "Path",
    "Scalar",
    "Value",
    "read_bytes",
    "read_document",
    "read_path",
]
