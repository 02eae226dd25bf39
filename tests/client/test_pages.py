"""Lists that go on by themselves: when they go on, what they ask for, and when they end, over a real socket."""

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import attrs
import httpx
import openai.pagination as official
import pytest

import openvideos
from openvideos import pagination

Body: TypeAlias = dict[str, Any]

THREE: list[Body] = [
    {"data": ["v1", "v2"], "last_id": "v2", "has_more": True},
    {"data": ["v3", "v4"], "last_id": "v4", "has_more": True},
    {"data": ["v5"], "last_id": "v5", "has_more": False},
]


@attrs.frozen(kw_only=True)
class Asked:
    """What a server was asked; a handler has the next request of its connection as soon as that comes."""

    path: str
    headers: Any


@attrs.define(kw_only=True)
class Lister:
    """A client of one kind, and a server that gives one page after another; the last one again and again."""

    kit: Any
    client: Any
    pages: list[Any]
    seen: list[Asked] = attrs.field(factory=list)

    @property
    def asked(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(urlsplit(each.path).query, keep_blank_values=True)) for each in self.seen]

    def listing(self, **keywords: Any) -> Any:
        return self.client.videos.list(**keywords)

    def page(self, **keywords: Any) -> Any:
        return self.kit.do(self.listing(**keywords))

    def items(self, listing: Any, found: list[Any] | None = None) -> list[Any]:
        """What iterating gives, in found too; an error where it does not end."""
        taken: list[Any] = [] if found is None else found

        def take(item: Any) -> None:
            taken.append(item)
            assert len(taken) <= 50

        async def collect() -> None:
            async for item in listing:
                take(item)

        if self.kit.kind == "async":
            self.kit.do(collect())
        else:
            for item in listing:
                take(item)
        return taken

    def ids(self, listing: Any) -> list[Any]:
        return [getattr(each, "id", each) for each in self.items(listing)]


@pytest.fixture
def lister(kit: Any, serve: Any, as_json: Any, video: Body) -> Callable[..., Lister]:
    def make(*pages: Any, **options: Any) -> Lister:
        def answer(request: Any) -> Any:
            made.seen.append(Asked(path=request.path, headers=request.headers))
            page = made.pages.pop(0) if len(made.pages) > 1 else made.pages[0]
            if isinstance(page, int):
                return as_json({"error": {"message": "no more of this"}}, page)
            data = page.get("data")
            if isinstance(data, list):
                items = [{**video, "id": each} if isinstance(each, str) else each for each in data]
                page = {**page, "data": items}
            return as_json({"object": "list", "first_id": None, **page})

        made = Lister(kit=kit, client=None, pages=list(pages))
        made.client = kit.client(serve(answer), **{"on_violation": "ignore", "max_retries": 0, **options})
        return made

    return make


def test_iterating_a_list_crosses_its_pages(lister: Any) -> None:
    at = lister(*THREE)
    found = at.items(at.listing())
    assert [each.id for each in found] == ["v1", "v2", "v3", "v4", "v5"]
    assert {type(each) for each in found} == {openvideos.Video}
    assert at.asked == [{}, {"after": "v2"}, {"after": "v4"}]


def test_iterating_a_page_does_too_and_asks_when_a_page_is_reached(lister: Any) -> None:
    at = lister(*THREE)
    page = at.page()
    assert len(at.seen) == 1
    assert at.ids(page) == ["v1", "v2", "v3", "v4", "v5"]
    assert len(at.seen) == 3


def test_pages_can_be_iterated_over_themselves(lister: Any) -> None:
    at = lister(*THREE)
    pages = at.items(at.page().iter_pages())
    assert [[each.id for each in page.data] for page in pages] == [["v1", "v2"], ["v3", "v4"], ["v5"]]
    assert [page.has_next_page() for page in pages] == [True, True, False]


def test_a_page_leads_to_the_next_by_hand(lister: Any) -> None:
    at = lister(*THREE)
    page = at.page()
    assert page.next_page_info().params == {"after": "v2"}
    second = at.kit.do(page.get_next_page())
    assert type(second) is type(page)
    assert [each.id for each in second.data] == ["v3", "v4"]
    last = at.kit.do(second.get_next_page())
    with pytest.raises(RuntimeError, match="found the last page; allowed: where has_next_page"):
        at.kit.do(last.get_next_page())
    assert len(at.seen) == 3


def test_a_page_can_be_left_twice(lister: Any) -> None:
    at = lister(*THREE[:2])
    page = at.page()
    for _ in range(2):
        assert [each.id for each in at.kit.do(page.get_next_page()).data] == ["v3", "v4"]
    assert at.asked[1:] == [{"after": "v2"}, {"after": "v2"}]


def one(**page: Any) -> list[Body]:
    return [{"data": ["v1", "v2"], **page}, THREE[2]]


CYCLE = [{"data": [each], "last_id": each, "has_more": True} for each in ("v1", "v2", "v3", "v1")]
ENDS: dict[str, tuple[list[Body], dict[str, Any], list[Any], list[dict[str, str]]]] = {
    "has_more is missing": (one(last_id="v2"), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "has_more is null": (one(last_id="v2", has_more=None), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "has_more is text": (one(last_id="v2", has_more="false"), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "has_more is zero": (one(last_id="v2", has_more=0), {}, ["v1", "v2"], [{}]),
    "has_more is false": (one(last_id="v2", has_more=False), {}, ["v1", "v2"], [{}]),
    "last_id is missing": (one(has_more=True), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "last_id is null": (one(has_more=True, last_id=None), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "last_id is empty": (one(has_more=True, last_id=""), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "last_id is a number": (one(has_more=True, last_id=17), {}, ["v1", "v2", "v5"], [{}, {"after": "17"}]),
    "last_id is an object": (one(has_more=True, last_id={"id": 1}), {}, ["v1", "v2", "v5"], [{}, {"after": "v2"}]),
    "last_id is not the last item's": (one(has_more=True, last_id="x"), {}, ["v1", "v2", "v5"], [{}, {"after": "x"}]),
    "no id anywhere": ([{"data": [{"status": "queued"}], "has_more": True}], {}, [None], [{}]),
    "data is empty": ([{"data": [], "last_id": "v2", "has_more": True}], {}, [], [{}]),
    "data is missing": ([{"last_id": "v2", "has_more": True}], {}, [], [{}]),
    "data is null": ([{"data": None, "last_id": "v2", "has_more": True}], {}, [], [{}]),
    "data is an object": ([{"data": {"id": "v1"}, "last_id": "v2", "has_more": True}], {}, [], [{}]),
    "items are no objects": ([{"data": [7, None], "has_more": True}, THREE[2]], {}, [7, None], [{}]),
    "the same page again and again": (THREE[:1], {}, ["v1", "v2"], [{}, {"after": "v2"}]),
    "the page that the caller came from": (THREE[:1], {"after": "v2"}, [], [{"after": "v2"}]),
    "pages in a circle": (
        [*CYCLE, *CYCLE],
        {},
        ["v1", "v2", "v3", "v1"],
        [{}, {"after": "v1"}, {"after": "v2"}, {"after": "v3"}],
    ),
    "last_id stands still while the items go on": (
        [{"data": [each], "last_id": "x", "has_more": True} for each in ("v1", "v2")] + THREE[2:],
        {},
        ["v1", "v2", "v5"],
        [{}, {"after": "x"}, {"after": "v2"}],
    ),
    "no items wanted": ([{"data": [], "has_more": True}], {"limit": 0}, [], [{"limit": "0"}]),
}


@pytest.mark.parametrize(("pages", "keywords", "items", "asked"), ENDS.values(), ids=ENDS)
def test_a_list_goes_on_while_it_can_and_ends(
    lister: Any, pages: list[Body], keywords: dict[str, Any], items: list[Any], asked: list[dict[str, str]]
) -> None:
    at = lister(*pages)
    assert at.ids(at.listing(**keywords)) == items
    assert at.asked == asked


@pytest.mark.parametrize("page", [{"last_id": "v1"}, {"data": ["v1"], "last_id": "v1", "has_more": False}], ids=str)
def test_the_last_page_still_names_its_cursor_as_officially(lister: Any, page: Body) -> None:
    found = lister(page).page()
    assert found.next_page_info().params == {"after": "v1"}
    assert not found.has_next_page()


REPEATED: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "limit and order": ({"limit": 2, "order": "asc"}, {"limit": "2", "order": "asc"}, ""),
    "the caller's after": ({"after": "v0", "limit": 2}, {"limit": "2"}, "v0"),
    "extra_query": ({"extra_query": {"user": "mo", "tags": ["a"]}}, {"user": "mo", "tags[]": "a"}, ""),
    "an after in extra_query": ({"extra_query": {"after": "v0", "user": "mo"}}, {"user": "mo"}, "v0"),
}


@pytest.mark.parametrize(("keywords", "each", "after"), REPEATED.values(), ids=REPEATED)
def test_each_request_repeats_the_query_of_the_first(
    lister: Any, keywords: dict[str, Any], each: dict[str, str], after: str
) -> None:
    at = lister(*THREE)
    at.items(at.listing(**keywords))
    first = {"after": after} if after else {}
    assert at.asked == [{**each, **first}, {**each, "after": "v2"}, {**each, "after": "v4"}]


def test_each_request_repeats_the_headers_of_the_first(lister: Any) -> None:
    at = lister(*THREE, api_key="sk-of-the-client", default_headers={"X-Left-Out": "1"})
    at.items(at.listing(extra_headers={"X-Team": "boats", "X-Left-Out": openvideos.omit}))
    assert [each.headers["X-Team"] for each in at.seen] == ["boats"] * 3
    assert [each.headers["X-Left-Out"] for each in at.seen] == [None] * 3
    assert [each.headers["Authorization"] for each in at.seen] == ["Bearer sk-of-the-client"] * 3


def test_each_request_repeats_the_timeout_of_the_first(kit: Any, video: Body) -> None:
    seen: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json={"data": [{**video, "id": f"v{len(seen)}"}], "has_more": len(seen) < 3})

    at = Lister(kit=kit, client=kit.recorded(answer, on_violation="ignore"), pages=[])
    assert at.ids(at.listing(timeout=7.5)) == ["v1", "v2", "v3"]
    assert seen == [7.5] * 3


def test_an_error_on_a_later_page_is_raised_as_it_is_and_what_came_stays(lister: Any) -> None:
    at = lister(THREE[0], 503, THREE[2])
    found: list[Any] = []
    page = at.page()
    with pytest.raises(openvideos.InternalServerError, match="503 - no more of this"):
        at.items(page, found)
    assert [each.id for each in found] == ["v1", "v2"]
    assert [each.id for each in at.kit.do(page.get_next_page()).data] == ["v5"]


def test_each_page_is_judged_by_the_contract(lister: Any) -> None:
    told: list[str] = []
    at = lister(
        {**THREE[0], "first_id": "v1", "total": 5},
        {**THREE[2], "first_id": 7},
        on_violation=lambda each: told.append(each.pointer),
    )
    at.items(at.listing())
    assert told == ["/first_id"]


@pytest.mark.filterwarnings("ignore::openvideos.ContractWarning")
def test_a_page_and_its_items_have_the_violations_that_concern_them(lister: Any) -> None:
    items = ["v1", {"id": "v2", "size": 7}, 5]
    at = lister({"data": items, "last_id": 1, "has_more": False}, on_violation="warn")
    page = at.page()
    assert {"/last_id", "/data/1/size", "/data/1/model", "/data/2"} <= {each.pointer for each in page.violations}
    assert page.data[0].violations == ()
    own = page.data[1].violations
    assert own == tuple(each for each in page.violations if each.pointer.startswith("/data/1/"))


def test_a_page_that_departs_is_an_error_where_that_is_wanted(lister: Any) -> None:
    at = lister({**THREE[0], "first_id": "v1"}, {"data": ["v3"], "has_more": False}, on_violation="raise")
    with pytest.raises(openvideos.APIResponseValidationError, match="last_id: missing; required"):
        at.items(at.listing())


def test_a_page_has_what_the_server_sent_and_no_length(lister: Any) -> None:
    page = lister({**THREE[0], "first_id": "v1", "total": 5}).page()
    assert (page.has_more, page.first_id, page.last_id, page.object) == (True, "v1", "v2", "list")
    assert page.extra == {"total": 5}
    for wrong in (lambda: len(page), lambda: page[0]):
        with pytest.raises(TypeError):
            wrong()


def test_a_page_is_shown_in_short_and_without_a_key(lister: Any) -> None:
    at = lister(*THREE, api_key="sk-secret-1")
    listing = at.listing(extra_headers={"X-Key": "sk-secret-2"}, extra_query={"key": "sk-secret-3"})
    page = at.kit.do(listing)
    pages = at.items(page.iter_pages())
    name = "Page" if at.kit.kind == "sync" else "AsyncPage"
    assert [repr(each) for each in pages[1:]] == [
        f"{name}(items=2, has_next_page=True)",
        f"{name}(items=1, has_next_page=False)",
    ]
    assert "sk-secret" not in f"{listing!r} {page!r} {page.next_page_info()!r}"


@pytest.mark.parametrize("kit", ["async"], indirect=True)
def test_an_asynchronous_list_asks_when_it_is_awaited_and_each_time_anew(lister: Any) -> None:
    at = lister(THREE[2])
    listing = at.listing()
    assert not inspect.iscoroutine(listing)
    assert at.seen == []

    async def both() -> Any:
        return await asyncio.gather(listing, at.listing())

    assert [[each.id for each in page.data] for page in at.kit.do(both())] == [["v5"], ["v5"]]
    at.kit.do(listing)
    assert len(at.seen) == 3


@pytest.mark.parametrize("kit", ["sync"], indirect=True)
def test_a_list_asks_at_once_and_not_ahead(lister: Any) -> None:
    at = lister(*THREE)
    items: Iterator[Any] = iter(at.listing())
    assert [next(items).id for _ in range(2)] == ["v1", "v2"]
    assert len(at.seen) == 1
    assert next(items).id == "v3"
    assert len(at.seen) == 2


@pytest.mark.parametrize("name", pagination.__all__)
def test_a_page_has_the_official_name_and_methods(lister: Any, name: str) -> None:
    ours, theirs = getattr(pagination, name), getattr(official, name)
    for method in ("has_next_page", "next_page_info", "get_next_page", "iter_pages"):
        assert inspect.iscoroutinefunction(getattr(ours, method)) == inspect.iscoroutinefunction(
            getattr(theirs, method)
        )
    at = lister(THREE[2])
    assert isinstance(at.page(), ours) == name.lower().startswith(at.kit.kind)


def test_the_official_names_cost_no_http() -> None:
    code = "import sys, openvideos.pagination; assert not {'httpx', 'openvideos_api.models'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
