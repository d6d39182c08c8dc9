"""What the tests of the API share."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from complaints.directory import Directory, Office


@pytest.fixture
def etag(client: TestClient) -> Callable[[str], dict[str, str]]:
    """The header If-Match for a report as it stands now."""

    def read(public_id: str) -> dict[str, str]:
        return {"If-Match": client.get(f"/v1/complaints/{public_id}").headers["etag"]}

    return read


@pytest.fixture
def with_offices(services: Services) -> TestClient:
    """The application over a directory with names, aliases and towns."""
    offices = (
        Office(id="IMI-1", kind="Kanim", name="Kantor Imigrasi Cianjur", bidang="imigrasi", city="Kabupaten Cianjur"),
        Office(id="IMI-2", kind="Kanim", name="Kantor Imigrasi Bogor", bidang="imigrasi", aliases=("Kanim Bogor",)),
        Office(id="PAS-1", kind="Lapas", name="Lapas Cianjur", bidang="pemasyarakatan", former_names=("LP Joglo",)),
    )
    directory = Directory(offices=offices)
    return TestClient(create_app(replace(services, directory=lambda: directory)))
