"""Estimators to a skops file that is the same, byte for byte, whenever it is written from the same values."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import skops.io

TRUSTED = ["classifier.estimators.LinearHead", "classifier.estimators.TextFeatures"]
"""The types of our own that a model file may hold; skops refuses all others."""
SCHEMA = "schema.json"
NO_TIME = (1980, 1, 1, 0, 0, 0)


def dump_estimators(estimators: dict[str, Any]) -> bytes:
    """A skops file. skops names things by their place in memory and stamps the time; here both are made plain."""
    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(estimators))) as written:
        schema = json.loads(written.read(SCHEMA))
        names: dict[str, str] = {}
        _number(schema, names, iter(range(1, 10**9)))
        members = [(names[old], written.read(old)) for old in names]
    members.append((SCHEMA, json.dumps(schema, indent=1).encode()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content)
    return target.getvalue()


def _number(node: object, names: dict[str, str], numbers: Iterator[int]) -> None:
    """Number objects and name files in the order in which they appear, in place."""
    if isinstance(node, list):
        for part in node:
            _number(part, names, numbers)
    if not isinstance(node, dict):
        return
    for key, part in node.items():
        if key == "__id__":
            node[key] = next(numbers)
        elif key == "file":
            node[key] = names.setdefault(part, f"{len(names) + 1}.npy")
        else:
            _number(part, names, numbers)


def load_estimators(content: bytes) -> dict[str, Any]:
    """The estimators of a skops file. Raises skops' UntrustedTypesFoundException where it holds foreign types."""
    estimators: dict[str, Any] = skops.io.loads(content, trusted=TRUSTED)
    return estimators
