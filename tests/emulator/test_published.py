"""The document that the emulator publishes."""

import httpx
import pytest
from openapi_spec_validator import validate

from openvideos.contract import Contract
from openvideos.emulator.published import published


@pytest.mark.parametrize("path", ["/openapi.json", "/v1/openapi.json"])
def test_the_contract_is_published_with_the_server_s_own_address(base_url: str, path: str) -> None:
    answer = httpx.get(base_url.removesuffix("/v1") + path)
    assert answer.status_code == 200
    document = answer.json()
    assert document["servers"] == [{"url": base_url}]
    validate(document)


def test_only_operations_that_are_served_are_in_it(http: httpx.Client) -> None:
    document = http.get("/openapi.json").json()
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert {operation["operationId"] for operation in operations} == {"create", "retrieve", "download_content"}
    assert "VideoExtendBody" not in document["components"]["schemas"]
    assert {"Video", "VideoCreateBody", "VideoCreateForm"} <= document["components"]["schemas"].keys()


def test_links_lead_to_operations_that_are_in_it() -> None:
    original = Contract.load().document
    document = published(original, operations={"create", "retrieve"}, server="/x")
    links = document["components"]["responses"]["VideoAccepted"]["links"]
    assert {link["operationId"] for link in links.values()} == {"retrieve"}
    assert original["servers"] != [{"url": "/x"}], "the contract itself is left alone"


def test_with_all_operations_it_is_the_contract() -> None:
    contract = Contract.load()
    server = contract.document["servers"][0]["url"]
    again = published(contract.document, operations=contract.operations, server=server)
    assert again == {**contract.document, "servers": [{"url": server}]}
