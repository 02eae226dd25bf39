from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract

Load = Callable[[dict[str, Any]], Contract]


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract.load()


@pytest.fixture
def video(contract: Contract) -> dict[str, Any]:
    """A conforming job, the caller's own to change."""
    found: dict[str, Any] = contract.document["components"]["responses"]["VideoAccepted"]
    return dict(found["content"]["application/json"]["examples"]["queued"]["value"])


@pytest.fixture
def of_body() -> Load:
    """Makes the contract of one operation `send`, whose JSON body and form have the given schema."""

    def load(schema: dict[str, Any]) -> Contract:
        content = {"application/json": {"schema": schema}, "multipart/form-data": {"schema": schema}}
        send = {"operationId": "send", "requestBody": {"content": content}, "responses": {}}
        return Contract.load({"openapi": "3.1.0", "paths": {"/send": {"post": send}}})

    return load
