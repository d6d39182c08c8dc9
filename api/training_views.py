"""Trainings as people read them: what both models did, and what became of the challenger."""

from collections.abc import Mapping
from typing import Any

from api.branches import branch_name
from complaints.paired import Measure
from complaints.promotion import THE_REST
from complaints.taxonomy import Taxonomy
from database.trainings import Training

STATES = {
    "requested": "Menunggu giliran",
    "running": "Sedang berjalan",
    "refused": "Tidak dijalankan",
    "nothing": "Belum cukup label",
    "kept": "Model lama tetap",
    "waiting": "Menunggu persetujuan",
    "promoting": "Sedang dipasang",
    "promoted": "Dipakai",
    "declined": "Tidak dipakai",
    "failed": "Terputus; pelatihan berikutnya melanjutkan",
}
MEASURES = {
    Measure.MISROUTED: "Salah kirim di antara yang otomatis",
    Measure.AUTOMATED: "Otomatis, selama janji tidak terbukti patah",
    Measure.SUGGESTED: "Usulan tepat sampai kategori",
}


def training_view(training: Training, taxonomy: Taxonomy) -> dict[str, Any]:
    """The training with its state in words and a row per comparison."""
    judgement = training.judgement or {"differences": [], "labels": 0, "effective": 0.0, "unseen": 0.0}
    return {
        "training": training,
        "state": STATES[training.state],
        "judgement": judgement,
        "rows": [_row(one, taxonomy) for one in judgement["differences"]],
    }


def _row(one: Mapping[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    branch = tuple(one["branch"])
    named = {(): "Semua laporan", THE_REST: "Cabang lain bersama"}
    return {
        **one,
        "branch": named.get(branch) or branch_name(branch, taxonomy),
        "measure": MEASURES[Measure(one["measure"])],
        "finding": "lebih buruk" if one["is_worse"] else "lebih baik" if one["is_better"] else "setara",
    }
