"""Views that a person kept."""

import pytest
from psycopg import Connection

from complaints.errors import NotFound
from database.saved_views import MOST_VIEWS, TooManyViews, drop_view, keep_view, list_views


def test_a_person_finds_their_own_views_by_name(connection: Connection) -> None:
    keep_view(connection, "sari", "Visa", "bidang=imigrasi")
    keep_view(connection, "sari", "Aceh", "provinsi=Aceh")
    keep_view(connection, "budi", "Punya Budi", "jenis=audit")
    assert [(view.name, view.query) for view in list_views(connection, "sari")] == [
        ("Aceh", "provinsi=Aceh"),
        ("Visa", "bidang=imigrasi"),
    ]


def test_the_same_name_takes_the_new_query(connection: Connection) -> None:
    keep_view(connection, "sari", "Visa", "bidang=imigrasi")
    keep_view(connection, "sari", "Visa", "unit=IMI")
    assert [view.query for view in list_views(connection, "sari")] == ["unit=IMI"]


def test_nobody_drops_the_view_of_another(connection: Connection) -> None:
    keep_view(connection, "sari", "Visa", "bidang=imigrasi")
    (view,) = list_views(connection, "sari")
    with pytest.raises(NotFound):
        drop_view(connection, "budi", view.id)
    drop_view(connection, "sari", view.id)
    assert list_views(connection, "sari") == []


def test_a_person_keeps_so_many_views_and_may_still_change_them(connection: Connection) -> None:
    for number in range(MOST_VIEWS):
        keep_view(connection, "sari", f"Tampilan {number}", "jenis=audit")
    with pytest.raises(TooManyViews):
        keep_view(connection, "sari", "Satu lagi", "jenis=audit")
    keep_view(connection, "sari", "Tampilan 0", "jenis=review")
    assert len(list_views(connection, "sari")) == MOST_VIEWS
