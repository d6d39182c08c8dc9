"""The description tells a program all that it needs: shapes, examples, problems, names."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

WRITES = ("post", "put", "patch", "delete")


@pytest.fixture
def description(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def operations(description: dict[str, Any], prefix: str = "/v1/") -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if path.startswith(prefix):
                yield f"{method} {path}", operation


def examples_of(description: dict[str, Any], content: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each example with the schema that it must fit."""
    for media in content.values():
        schema = media["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        examples = description["components"]["schemas"].get(name, {}).get("examples", [])
        examples += [media["example"]] if "example" in media else []
        examples += [one["value"] for one in media.get("examples", {}).values()]
        yield from ((example, schema) for example in examples)


def test_every_operation_says_what_it_does_and_what_it_answers(description: dict[str, Any]) -> None:
    lacking = []
    for name, operation in operations(description):
        (status,) = [status for status in operation["responses"] if status.startswith("2")]
        content = operation["responses"][status].get("content", {})
        has_shape = all(media["schema"] for media in content.values()) and bool(content)
        asked = operation.get("requestBody", {}).get("content", {})
        has_examples = any(examples_of(description, content)) and (not asked or any(examples_of(description, asked)))
        if not (has_shape and has_examples and operation["summary"] and operation["tags"]):
            lacking.append(name)
    assert lacking == []


def test_every_example_fits_its_shape(description: dict[str, Any]) -> None:
    contents = [
        content
        for _, operation in operations(description)
        for part in [operation.get("requestBody", {}), *operation["responses"].values()]
        if (content := part.get("content"))
    ]
    checked = 0
    for content in contents:
        for example, schema in examples_of(description, content):
            Draft202012Validator({**schema, "components": description["components"]}).validate(example)
            checked += 1
    assert checked > 100


def test_every_operation_tells_its_problems_and_its_limits(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        answers = operation["responses"]
        assert {"401", "403", "422", "429", "503"} <= answers.keys(), name
        for status, answer in answers.items():
            assert {"RateLimit", "RateLimit-Policy"} <= answer["headers"].keys(), name
            assert status.startswith("2") or list(answer["content"]) == ["application/problem+json"], name
        assert "Retry-After" in answers["429"]["headers"]
        assert operation["security"] == [{"token": []}, {"session": []}], name


def test_every_post_that_stores_can_be_repeated(description: dict[str, Any]) -> None:
    posts = {name: operation for name, operation in operations(description) if name.startswith("post")}
    # It stores nothing: asked twice it answers the same.
    del posts["post /v1/predict"]
    named = {name: {one["name"] for one in operation["parameters"]} for name, operation in posts.items()}
    assert [name for name, parameters in named.items() if "Idempotency-Key" not in parameters] == []


def test_operations_have_names_of_their_own(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(description, "/")]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in description["tags"]}
    assert all(set(operation["tags"]) <= tags for _, operation in operations(description, "/"))
