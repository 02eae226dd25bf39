"""What the stock generator does badly: each row holds for our output and fails for stock's of the same document."""

import email.parser
import email.policy
import inspect
import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

Document = dict[str, Any]

VIDEO = {
    "id": "video_1",
    "object": "video",
    "model": "a-model-of-their-own",
    "status": "processing",
    "progress": 0,
    "created_at": 1790000000,
    "completed_at": None,
    "expires_at": None,
    "prompt": "x",
    "size": "768P",
    "seconds": "6",
    "remixed_from_video_id": None,
    "error": None,
}
INJECTION = 'x\r\n--+++\r\nContent-Disposition: form-data; name="model"\r\n\r\nsmuggled\r\n--+++--'


def request(generated: Any, operation: str, *arguments: Any, **keywords: Any) -> httpx.Request:
    """The request as httpx would send it."""
    module = generated.module(f"api.videos.{operation}")
    build = getattr(module, "request", None) or module._get_kwargs
    return httpx.Client(base_url="http://server.test").build_request(**build(*arguments, **keywords))


def form_fields(sent: httpx.Request) -> list[tuple[Any, Any]]:
    """Name and file name of each part of a multipart body, as a server reads them."""
    head = f"Content-Type: {sent.headers['content-type']}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + sent.read())
    return [
        (part.get_param("name", header="content-disposition"), part.get_param("filename", header="content-disposition"))
        for part in message.iter_parts()
    ]


def a_prompt_adds_no_form_field(generated: Any) -> None:
    form = generated.module("models.video_create_form").VideoCreateForm(prompt=INJECTION)
    assert form_fields(request(generated, "create", body=form)) == [("prompt", None)]


def a_files_content_adds_no_form_field(generated: Any) -> None:
    file = generated.module("types").File(
        payload=io.BytesIO(INJECTION.encode()), file_name="a.mp4", mime_type="video/mp4"
    )
    form = generated.module("models.character_create_form").CharacterCreateForm(video=file, name="Miro")
    names = form_fields(request(generated, "create_character", body=form))
    assert names == [("video", "a.mp4"), ("name", None)]


def a_part_has_no_header_that_its_media_type_brings(generated: Any) -> None:
    try:
        file = generated.module("types").File(
            payload=io.BytesIO(b"x"), file_name="a.mp4", mime_type="video/mp4\r\nX-Smuggled: 1"
        )
    except ValueError:
        return
    form = generated.module("models.character_create_form").CharacterCreateForm(video=file, name="Miro")
    assert b"\r\nX-Smuggled" not in request(generated, "create_character", body=form).read()


def json_goes_out_as_json(generated: Any) -> None:
    body = generated.module("models.video_remix_body").VideoRemixBody(prompt="x")
    sent = request(generated, "remix", "video_1", body=body)
    assert sent.headers["content-type"] == "application/json"
    assert sent.read() == b'{"prompt":"x"}'


def an_unlisted_enum_value_is_kept(generated: Any) -> None:
    video = generated.module("models.video").Video.from_dict(VIDEO)
    assert (video.size, video.status, video.model) == ("768P", "processing", "a-model-of-their-own")


def an_enum_class_can_be_extended(generated: Any) -> None:
    size = generated.module("models.video_size").VideoSize

    class Mine(size):  # type: ignore[valid-type, misc]
        pass

    assert Mine("768P") == "768P"
    assert type(Mine.PORTRAIT) is Mine


def a_missing_member_reads_as_none(generated: Any) -> None:
    video = generated.module("models.video").Video.from_dict({"id": "video_1"})
    assert (video.id, video.prompt, video.size) == ("video_1", None, None)


def a_member_of_a_wrong_type_is_kept(generated: Any) -> None:
    video = generated.module("models.video").Video.from_dict({**VIDEO, "error": "a string", "size": 7})
    assert (video.error, video.size) == ("a string", 7)


def what_was_read_is_written_again(generated: Any) -> None:
    came = {**VIDEO, "fps": 24, "size": None, "error": {"code": 500, "message": "x", "param": None}}
    del came["prompt"]
    assert generated.module("models.video").Video.from_dict(came).to_dict() == came


def a_default_is_not_sent(generated: Any) -> None:
    body = generated.module("models.video_create_body").VideoCreateBody(prompt="x")
    assert body.to_dict() == {"prompt": "x"}


def a_default_of_a_parameter_is_not_sent(generated: Any) -> None:
    assert str(request(generated, "download_content", "video_1").url) == "http://server.test/videos/video_1/content"


def a_members_description_reaches_its_reader(generated: Any) -> None:
    assert "The model to make the video with." in inspect.getsource(generated.module("models.video_create_body"))


def the_media_of_content_are_bytes(generated: Any) -> None:
    answer = httpx.Response(200, content=b"\x00\x00\x00\x18ftyp", headers={"content-type": "video/mp4"})
    client = generated.module("client").AuthenticatedClient(base_url="http://server.test", token="x")
    client.set_httpx_client(
        httpx.Client(transport=httpx.MockTransport(lambda _: answer), base_url="http://server.test")
    )
    answered = generated.module("api.videos.download_content").sync_detailed("video_1", client=client)
    assert answered.parsed == b"\x00\x00\x00\x18ftyp"


def an_id_is_no_step_of_a_path(generated: Any) -> None:
    for step in (".", "..", ""):
        with pytest.raises(ValueError, match="video_id"):
            request(generated, "retrieve", step)


def an_object_in_a_form_goes_as_bracketed_fields(generated: Any) -> None:
    reference = generated.module("models.video_reference").VideoReference(id="video_1")
    form = generated.module("models.video_edit_form").VideoEditForm(prompt="x", video=reference)
    names = [name for name, _ in form_fields(request(generated, "edit", body=form))]
    assert sorted(names) == ["prompt", "video[id]"]


def an_object_with_alternatives_keeps_its_model(generated: Any) -> None:
    generated.module("models.image_reference").ImageReference(file_id="file-1")


def a_key_is_not_shown(generated: Any) -> None:
    client = generated.module("client").AuthenticatedClient(base_url="http://server.test", token="sk-secret")
    client.get_httpx_client().close()
    assert "sk-secret" not in repr(client)


def an_operation_needs_the_key_that_the_document_asks_for(generated: Any) -> None:
    annotation = generated.module("api.videos.retrieve").sync_detailed.__annotations__["client"]
    assert annotation is generated.module("client").AuthenticatedClient


def one_component_for_both_media_types(document: Document) -> None:
    content = document["paths"]["/videos/{video_id}/remix"]["post"]["requestBody"]["content"]
    content["multipart/form-data"]["schema"] = dict(content["application/json"]["schema"])
    del document["components"]["schemas"]["VideoRemixForm"]


def defaults_where_the_generator_sees_them(document: Document) -> None:
    seconds = document["components"]["schemas"]["VideoCreateBody"]["properties"]["seconds"]
    seconds["allOf"] = [{"$ref": seconds.pop("$ref")}]
    variant = document["paths"]["/videos/{video_id}/content"]["get"]["parameters"][1]["schema"]
    variant["allOf"] = [{"$ref": variant.pop("$ref")}]


def as_it_is(document: Document) -> None:
    pass


# what holds for ours, the document it is tried on, and what stock does
ROWS: list[tuple[Callable[[Any], None], Callable[[Document], None], type[BaseException], str]] = [
    (a_prompt_adds_no_form_field, as_it_is, AssertionError, "model"),
    (a_files_content_adds_no_form_field, as_it_is, AssertionError, "model"),
    (a_part_has_no_header_that_its_media_type_brings, as_it_is, AssertionError, "X-Smuggled"),
    (json_goes_out_as_json, one_component_for_both_media_types, AssertionError, "boundary="),
    (an_unlisted_enum_value_is_kept, as_it_is, ValueError, "768P"),
    (an_enum_class_can_be_extended, as_it_is, TypeError, "cannot extend"),
    (a_missing_member_reads_as_none, as_it_is, KeyError, "completed_at"),
    (a_member_of_a_wrong_type_is_kept, as_it_is, ValueError, "7 is not a valid"),
    (what_was_read_is_written_again, as_it_is, KeyError, "prompt"),
    (a_default_is_not_sent, defaults_where_the_generator_sees_them, AssertionError, "seconds"),
    (a_default_of_a_parameter_is_not_sent, defaults_where_the_generator_sees_them, AssertionError, "variant=video"),
    (a_members_description_reaches_its_reader, as_it_is, AssertionError, "The model to make"),
    (the_media_of_content_are_bytes, as_it_is, AssertionError, "None"),
    (an_id_is_no_step_of_a_path, as_it_is, pytest.fail.Exception, "DID NOT RAISE"),
    (an_object_in_a_form_goes_as_bracketed_fields, as_it_is, AssertionError, "'video'"),
    (an_object_with_alternatives_keeps_its_model, as_it_is, ModuleNotFoundError, "image_reference"),
    (a_key_is_not_shown, as_it_is, AssertionError, "sk-secret"),
    (an_operation_needs_the_key_that_the_document_asks_for, as_it_is, AssertionError, "Client"),
]


@pytest.fixture(scope="module")
def made(generate: Callable[..., Any]) -> Callable[[str, Callable[[Document], None]], Any]:
    """made(way, change), each made once."""
    packages: dict[Any, Any] = {}

    def make(way: str, change: Callable[[Document], None]) -> Any:
        if (way, change) not in packages:
            packages[way, change] = generate(way, change)
        return packages[way, change]

    return make


@pytest.mark.parametrize(("holds", "change", "fault", "said"), ROWS, ids=[row[0].__name__ for row in ROWS])
def test_ours_holds_where_stock_does_not(
    holds: Any, change: Any, fault: type[BaseException], said: str, made: Any
) -> None:
    holds(made("ours", change))
    with pytest.raises(fault, match=re.escape(said)):
        holds(made("stock", change))


def test_a_files_name_adds_no_form_field(made: Any) -> None:
    generated = made("ours", as_it_is)
    file = generated.module("types").File(payload=b"x", file_name=f'a"; name="model{INJECTION}', mime_type="video/mp4")
    form = generated.module("models.character_create_form").CharacterCreateForm(video=file, name="Miro")
    names = [name for name, _ in form_fields(request(generated, "create_character", body=form))]
    assert names == ["video", "name"]
