"""The life of a job, by a clock that stands where a test puts it."""

import json
from typing import Any

import attrs
import pytest

from openvideos.contract import Contract
from openvideos.emulator import jobs
from openvideos.emulator.jobs import Job, Kind, Source

START = 1_790_000_000.25


def job(*, time_scale: float = 1.0, **given: Any) -> Job:
    values = {"id": "video_1", "prompt": "a boat", "model": "m", "seconds": "4", "size": "720x1280", **given}
    return jobs.plan(**values, now=START, time_scale=time_scale)


@pytest.mark.parametrize(
    ("after", "status", "progress"),
    [
        (0.0, "queued", 0),
        (0.99, "queued", 0),
        (1.0, "in_progress", 1),
        (4.0, "in_progress", 71),
        (6.99, "in_progress", 99),
        (7.0, "completed", 100),
        (1e9, "completed", 100),
    ],
)
def test_a_job_waits_a_second_and_works_for_one_and_a_half_seconds_a_second(
    after: float, status: str, progress: int
) -> None:
    seen = jobs.view(job(), START + after)
    assert (seen.status, seen.progress) == (status, progress)


def test_progress_only_rises_and_is_100_only_when_completed() -> None:
    seen = [jobs.view(job(seconds="12"), START + tenth / 10) for tenth in range(250)]
    progress = [each.progress for each in seen]
    assert progress == sorted(progress)
    assert len(set(progress)) > 50
    assert all((each.progress == 100) == (each.status == "completed") for each in seen)


def test_a_time_scale_makes_all_of_it_faster() -> None:
    quick = job(time_scale=1000)
    assert jobs.view(quick, START + 0.0009).status == "queued"
    assert jobs.view(quick, START + 0.0011).status == "in_progress"
    assert jobs.view(quick, START + 0.0071).status == "completed"


def test_times_are_whole_seconds_and_null_before_they_are_known() -> None:
    before, after = jobs.video(job(), START + 3), jobs.video(job(), START + 30)
    assert (before["created_at"], before["completed_at"], before["expires_at"]) == (1_790_000_000, None, None)
    assert (after["created_at"], after["completed_at"], after["expires_at"]) == (
        1_790_000_000,
        1_790_000_007,
        1_790_000_007 + 86_400,
    )


def test_a_prompt_can_ask_for_failure() -> None:
    failing = job(prompt="a boat [[fail]]")
    assert jobs.view(failing, START + 0.5).status == "queued"
    assert jobs.view(failing, START + 2).status == "in_progress"
    shown = jobs.video(failing, START + 100)
    assert (shown["status"], shown["completed_at"], shown["expires_at"]) == ("failed", None, None)
    assert shown["error"]["code"] == "failed_on_request"
    assert 0 < shown["progress"] < 100


@pytest.mark.parametrize("after", [0, 2, 3.5, 7, 100], ids=str)
@pytest.mark.parametrize("prompt", ["a boat", "[[fail]]"])
def test_what_is_shown_has_the_members_of_the_contract_in_its_order(prompt: str, after: float) -> None:
    contract = Contract.load()
    shown = jobs.video(job(prompt=prompt), START + after)
    assert list(shown) == list(contract.document["components"]["schemas"]["Video"]["properties"])
    assert contract.check_schema("Video", shown) == []


def test_media_expire_a_day_after_completion() -> None:
    assert not jobs.view(job(), START + 7 + 86_399).expired
    assert jobs.view(job(), START + 7 + 86_401).expired


@pytest.mark.parametrize(
    ("time_scale", "after", "milliseconds"),
    [
        pytest.param(1, 0, 1000, id="pending"),
        pytest.param(1, 6.75, 250, id="about to end"),
        pytest.param(1, 6.9999, 10, id="never sooner than 10 ms"),
        pytest.param(10, 0, 100, id="ten times faster"),
        pytest.param(0.5, 0, 2000, id="half as fast"),
        pytest.param(1, 7, None, id="ended"),
    ],
)
def test_the_polling_hint_follows_the_time_scale(time_scale: float, after: float, milliseconds: int | None) -> None:
    assert jobs.poll_after(job(time_scale=time_scale), START + after) == milliseconds


def test_a_record_survives_being_written_down() -> None:
    made = job(
        reference=True,
        reference_label="file_1",
        kind="extension",
        source=Source(id="video_0", seconds=8, size="720x1280"),
        characters=(("Miro", "char_1"),),
    )
    assert Job.of(json.loads(json.dumps(attrs.asdict(made)))) == made


def test_an_extension_works_for_its_new_part_and_is_as_long_as_both() -> None:
    made = job(kind="extension", source=Source(id="video_0", seconds=8, size="720x1280"), seconds="4")
    assert jobs.video(made, START)["seconds"] == "12"
    assert jobs.view(made, START + 6.99).status == "in_progress"
    assert jobs.view(made, START + 7.0).status == "completed"


@pytest.mark.parametrize(
    ("kind", "names_its_source"), [("remix", True), ("edit", False), ("extension", False)], ids=str
)
def test_only_a_remix_names_its_source(kind: Kind, names_its_source: bool) -> None:
    made = job(kind=kind, source=Source(id="video_0", seconds=4, size="720x1280"))
    assert jobs.video(made, START)["remixed_from_video_id"] == ("video_0" if names_its_source else None)
