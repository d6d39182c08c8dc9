"""Numbers and arrays straight out of a skops file, without skops: its import takes longer than an answer may."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np


def read_attributes(content: bytes) -> dict[str, dict[str, Any]]:
    """For each estimator of the file its plain attributes: arrays, numbers, texts. Others are left out.

    Nothing of the file is run. Raises ValueError, KeyError or zipfile.BadZipFile where it is no such file.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        schema = json.loads(archive.read("schema.json"))
        return {
            name: {key: _read(part, archive) for key, part in node["content"]["content"].items() if _is_plain(part)}
            for name, node in schema["content"].items()
            if node["__loader__"] == "ObjectNode"
        }


def _is_plain(node: Mapping[str, Any]) -> bool:
    loader: str = node["__loader__"]
    return loader == "JsonNode" or (loader == "NdArrayNode" and node.get("type") == "numpy")


def _read(node: Mapping[str, Any], archive: zipfile.ZipFile) -> object:
    if node["__loader__"] == "JsonNode":
        return json.loads(node["content"])
    return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
