"""A model's folder, written whole or not at all."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from classifier.alarm_training import LearntAlarm
from classifier.heads import Parts
from classifier.model import MANIFEST, is_whole, version_of
from classifier.model_card import write_card
from classifier.policies import policy_to_dict
from classifier.saving import dump_estimators
from complaints.routing import RoutingPolicy
from complaints.taxonomy import Taxonomy, write_taxonomy

TAXONOMY = "taxonomy.csv"


def store_model(
    out_dir: Path,
    card: Mapping[str, Any],
    parts: Parts,
    policy: RoutingPolicy,
    *,
    alarm: LearntAlarm | None,
    taxonomy: Taxonomy,
    companions: Mapping[str, bytes],
    more: Mapping[str, bytes],
) -> Path:
    """Write everything beside its place and move it there at once, so that no half of a model is ever found.

    Companions follow from the rest and have no part in the name of the model.
    """
    estimators = {"features": parts.features, "leaves": parts.leaves} | ({"urgency": alarm.head} if alarm else {})
    if parts.klasifikasi is not None:
        estimators["klasifikasi"] = parts.klasifikasi
    files = {
        "model.skops": dump_estimators(estimators),
        "policy.json": json.dumps(policy_to_dict(policy), indent=1).encode(),
        TAXONOMY: write_taxonomy(taxonomy).encode(),
        **more,
    }
    manifest = {**card, "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}}
    manifest["version"] = version_of(manifest)
    files[MANIFEST] = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    files["README.md"] = write_card(manifest, policy).encode()
    files.update(companions)
    version: str = manifest["version"]
    partial, folder = out_dir / f".{version}.partial", out_dir / version
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, content in files.items():
        (partial / name).write_bytes(content)
    if is_whole(folder):
        # The same model may be live: it is never away, not even for a moment.
        shutil.rmtree(partial)
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    return partial.replace(folder)
