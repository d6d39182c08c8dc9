"""What a report was split into, and what it is a part of, as pages and programs are shown it."""

from typing import Any

from psycopg import Connection

from database.splitting import part_of, parts_of


def part_views(connection: Connection, report_id: int) -> dict[str, Any]:
    """`parts` by number (withdrawn ones too), and `part_of`, which is None for what is no part."""
    whole = part_of(connection, report_id)
    return {
        "parts": [
            {
                "id": str(one.public_id) if one.public_id else None,
                "external_id": one.external_id,
                "status": one.status,
                "person": one.person,
                "split_at": one.split_at,
                "is_withdrawn": one.is_withdrawn,
            }
            for one in parts_of(connection, report_id)
        ],
        "part_of": {
            "id": str(whole.public_id) if whole.public_id else None,
            "external_id": whole.external_id,
            "has_changed": whole.has_changed,
            "is_withdrawn": whole.is_withdrawn,
        }
        if whole
        else None,
    }
