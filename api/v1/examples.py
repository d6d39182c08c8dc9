"""The examples in the description: one made-up report on its way through."""

from pydantic.config import JsonDict, JsonValue

ID = "0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a10"
OTHER_ID = "0191f6a4-5a1e-4c11-9f3d-2f1f5f3f7a11"
PATH: list[JsonValue] = [
    {"level": "ministry", "code": "IMIPAS", "name": "Kementerian Imigrasi dan Pemasyarakatan", "p": 0.995},
    {"level": "bidang", "code": "imigrasi", "name": "Imigrasi", "p": 0.994},
    {"level": "unit", "code": "IMI", "name": "Direktorat Jenderal Imigrasi", "p": 0.991},
    {"level": "category", "code": "imi-mpaspor", "name": "M-Paspor dan antrean", "p": 0.62},
]
DECISION: JsonDict = {
    "id": 41,
    "report_version": 1,
    "is_current": True,
    "decided_at": "2026-11-20T02:31:07Z",
    "decided_by": "policy:p-7c1d",
    "outcome": "review",
    "acted": False,
    "depth": 0,
    "path": PATH,
    "office": {"id": "IMI-KANIM-CJR", "p": 0.93},
    "klasifikasi": {"code": "tidak-berkadar", "p": 0.81, "sure": False},
    "reasons": ["unsure"],
    "evidence": {"words": [{"word": "M-Paspor", "weight": 1.84}]},
    "model": "tfidf-0123456789",
    "policy": "p-7c1d",
    "directory": "3f2a9c0d1b7e",
    "automation": "provisional",
    "addressee": "",
    "restores": None,
}
REPORT: JsonDict = {
    "id": ID,
    "source": "lapor",
    "external_id": "LAPOR-2026-000123",
    "version": 1,
    "status": "in_review",
    "judul": "Antrean paspor tidak muncul",
    "klasifikasi": "tidak-berkadar",
    "kota": "Kabupaten Cianjur",
    "anonim": False,
    "rahasia": False,
    "dilaporkan_pada": "2026-11-20T02:30:00Z",
    "diterima_pada": "2026-11-20T02:31:00Z",
    "is_masked": False,
    "is_copy": False,
    "is_blind": False,
}
COMPLAINT: JsonDict = {
    **REPORT,
    "isi": "Saya sudah membayar paspor lewat M-Paspor, tetapi jadwal kedatangan tidak muncul di aplikasi.",
    "kanal": "Website",
    "provinsi": "Jawa Barat",
    "kecamatan": "",
    "kelurahan": "",
    "decision": DECISION,
    "urgency": None,
    "merged_into": None,
    "parts": [],
    "part_of": None,
    "copies": [
        {
            "id": 7,
            "decision_id": 57,
            "path": ["IMIPAS", "pemasyarakatan"],
            "name": "Pemasyarakatan",
            "office_id": None,
            "given_by": "person:sari",
            "given_at": "2026-11-20T03:00:00Z",
            "withdrawn_at": None,
            "withdrawn_by": None,
        }
    ],
    "reopenings": [],
    "deadlines": [
        {
            "step": "verification",
            "started_at": "2026-11-20T02:30:00Z",
            "due_on": "2026-11-25",
            "due_at": "2026-11-25T17:00:00Z",
            "met_at": None,
            "uncertain": False,
        }
    ],
    "milestones": [],
    "duplicates": [],
    "similar": [
        {
            "id": OTHER_ID,
            "external_id": "LAPOR-2026-000077",
            "judul": "Kuota M-Paspor habis",
            "category": "imi-mpaspor",
            "category_name": "M-Paspor dan antrean",
            "similarity": 0.71,
        }
    ],
    "history": {
        "decisions": [DECISION],
        "versions": [],
        "erased": [],
        "audit": [
            {"at": "2026-11-20T02:31:00Z", "actor": "api", "action": "report.received", "details": {"run": OTHER_ID}}
        ],
    },
}
SUMMARY: JsonDict = {
    "id": 41,
    "outcome": "review",
    "acted": False,
    "depth": 0,
    "path": PATH,
    "office_id": "IMI-KANIM-CJR",
}
COMPLAINTS: JsonDict = {
    "items": [{**REPORT, "decision": SUMMARY}],
    "next_cursor": "WyIyMDI2LTExLTIwVDAyOjMxOjAwKzAwOjAwIiw0MV0=",
}
WAITING: JsonDict = {
    "id": ID,
    "judul": "Antrean paspor tidak muncul",
    "isi": "Saya sudah membayar paspor lewat M-Paspor, tetapi jadwal kedatangan tidak muncul di aplikasi.",
    "anonim": False,
    "rahasia": False,
    "kota": "Kabupaten Cianjur",
    "reported_at": "2026-11-20T02:30:00Z",
    "queued_at": "2026-11-20T02:31:07Z",
    "due_at": "2026-11-25T17:00:00Z",
    "kind": "review",
    "reason": "unsure",
    "priority": 10,
    "path": PATH,
    "office_id": "IMI-KANIM-CJR",
    "urgency": None,
}
OFFICE: JsonDict = {
    "id": "IMI-KANIM-CJR",
    "name": "Kantor Imigrasi Kelas II Non TPI Cianjur",
    "kind": "Kanim",
    "bidang": "imigrasi",
    "unit_id": "IMI",
    "parent_id": "IMI-KW-32",
    "city": "Kabupaten Cianjur",
    "province": "Jawa Barat",
    "aliases": ["Kanim Cianjur"],
    "former_names": [],
    "status": "aktif",
    "valid_from": None,
    "valid_to": None,
    "successor": "",
    "successors": [],
}
MODEL: JsonDict = {
    "version": "tfidf-0123456789",
    "is_live": True,
    "first_seen_at": "2026-11-01T01:00:00Z",
    "live_from": "2026-11-01T01:00:00Z",
    "live_to": None,
    "card": {"accuracy": 0.96},
}
