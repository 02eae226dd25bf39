"""What is done about violations: each way, once where once is enough, and told to whoever can change something."""

import _thread
import threading
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import attrs
import pytest

from openvideos.contract import NotConformingError, Violation
from openvideos.contract.reporting import ContractWarning, OnViolation, Reporter, Warned, check_on_violation, told
from openvideos.errors import ContractWarning as Public

SERVER = "https://api.example"
FOUND = Violation(
    code="body.size.enum",
    location="body",
    pointer="/size",
    field="size",
    found="'1x1'",
    allowed="720x1280",
    message="size: found '1x1'; allowed: 720x1280",
    schema_pointer="/components/schemas/VideoSize",
    operation="retrieve",
    status=200,
    origin=SERVER,
)
OTHER = attrs.evolve(FOUND, code="body.model.type", message="model: found 5; allowed: a string")
LINE = f"retrieve answered by {SERVER}: size: found '1x1'; allowed: 720x1280"


def never() -> Exception:
    """Makes the exception where none is wanted: whoever asks for it fails the test."""
    raise NotImplementedError


def warned_of(act: Callable[[], object]) -> list[str]:
    """The texts of the warnings that are given."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        act()
    assert {each.category for each in caught} <= {ContractWarning}
    return [str(each.message) for each in caught]


def test_a_warning_says_whose_answer_departs_and_where() -> None:
    with pytest.warns(ContractWarning) as caught:
        Reporter("warn").report([FOUND], never)
    assert [str(each.message) for each in caught] == [LINE]
    assert ContractWarning is Public
    assert issubclass(ContractWarning, UserWarning)


@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({}, 1),
        # another value of the same field is nothing new
        ({"found": "'2x2'", "message": "size: found '2x2'", "pointer": "/data/7/size", "status": 500}, 1),
        ({"code": "body.size.type"}, 2),
        ({"operation": "create"}, 2),
        ({"origin": "https://other.example"}, 2),
        ({"origin": None}, 2),
    ],
    ids=["the same", "another value", "another code", "another operation", "another server", "no server"],
)
def test_a_warning_is_given_once_per_server_operation_and_code(changes: dict[str, Any], times: int) -> None:
    reporter = Reporter("warn")
    again = attrs.evolve(FOUND, **changes)

    def polled() -> None:
        for _ in range(3):
            reporter.report([FOUND, again], never)

    assert len(warned_of(polled)) == times


@pytest.mark.parametrize(("shared", "times"), [(True, 1), (False, 2)], ids=["together", "apart"])
def test_those_that_warn_together_warn_once_and_others_by_themselves(*, shared: bool, times: int) -> None:
    warned: Warned = set()
    reporters = [Reporter("warn", warned if shared else None) for _ in range(2)]

    def both() -> None:
        for each in reporters:
            each.report([FOUND], never)

    assert warned_of(both) == [LINE] * times


def test_nothing_is_done_where_nothing_is_to_be() -> None:
    told_of: list[Violation] = []
    Reporter("ignore").report([FOUND], never)
    ways: list[OnViolation] = ["warn", "raise", "ignore", told_of.append]
    for way in ways:
        Reporter(way).report([], never)
    assert told_of == []


def test_what_is_raised_is_the_callers_to_make_and_made_once() -> None:
    made = []

    def error() -> Exception:
        made.append(LookupError("off"))
        return made[-1]

    with pytest.raises(LookupError, match="off"):
        Reporter("raise").report([FOUND, OTHER], error)
    assert len(made) == 1


def test_a_function_is_told_of_each_every_time() -> None:
    told_of: list[Violation] = []
    reporter = Reporter(told_of.append)
    reporter.report([FOUND, OTHER], never)
    reporter.report([FOUND], never)
    assert told_of == [FOUND, OTHER, FOUND]


def test_what_a_function_raises_passes_through() -> None:
    def refuse(violation: Violation) -> None:
        raise KeyboardInterrupt(violation.code)

    with pytest.raises(KeyboardInterrupt, match=r"body\.size\.enum"):
        Reporter(refuse).report([FOUND, OTHER], never)


@pytest.mark.parametrize("way", ["warn", "raise", "ignore", print])
def test_it_is_known_whether_anybody_listens(way: Any) -> None:
    assert check_on_violation(way) is way
    assert (Reporter(way).listens, Reporter(way).calls) == (way != "ignore", way is print)


@pytest.mark.parametrize("value", ["Warn", "warning", "", None, True, 0, [], {}, ["warn"]], ids=repr)
def test_any_other_way_is_refused_with_those_that_there_are(value: Any) -> None:
    with pytest.raises(ValueError, match="on_violation: found ") as caught:
        check_on_violation(value)
    assert str(caught.value) == f'on_violation: found {value!r}; allowed: "warn", "raise", "ignore" or a function'


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, LINE),
        ({"origin": None}, "retrieve: size: found '1x1'; allowed: 720x1280"),
        # a request is the caller's own, whatever server it went to
        ({"status": None}, "retrieve: size: found '1x1'; allowed: 720x1280"),
        ({"operation": None, "status": None, "origin": None}, "size: found '1x1'; allowed: 720x1280"),
    ],
    ids=["an answer", "of no known server", "a request", "a document"],
)
def test_a_violation_is_told_with_whose_it_is(changes: dict[str, Any], line: str) -> None:
    assert told(attrs.evolve(FOUND, **changes)) == line


def test_a_failed_assertion_has_a_line_for_each_violation() -> None:
    error = NotConformingError([FOUND, OTHER])
    assert error.violations == (FOUND, OTHER)
    assert str(error).splitlines() == [
        f"{LINE} [body.size.enum]",
        f"retrieve answered by {SERVER}: model: found 5; allowed: a string [body.model.type]",
    ]
    assert isinstance(error, AssertionError)


def through(*modules: str, end: Callable[[], object]) -> Callable[[], object]:
    """A function of the first module that calls one of the second, and so on; the last calls end."""
    for module in reversed(modules):
        names: dict[str, Any] = {"__name__": module, "end": end}
        exec(compile("def call():\n    end()\n", f"{module}.py", "exec"), names)
        end = names["call"]
    return end


@pytest.mark.parametrize(
    ("modules", "place"),
    [
        ([], None),
        (["httpx._client", "httpx._transports.default"], None),
        (["httpx2._client"], None),
        (["openai.resources.videos", "openai._base_client", "httpx2._client"], None),
        (["openvideos.client.videos", "openvideos_api.resource"], None),
        # of which each method says that it is deprecated, with a function of this module around it
        (["typing_extensions", "openai.resources.videos", "httpx._client"], None),
        (["httpx._client", "application.jobs", "openai.resources"], "application.jobs.py"),
        (["httpxtra", "httpx"], "httpxtra.py"),
        (["openvideos_tools.jobs"], "openvideos_tools.jobs.py"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_warning_is_about_the_line_that_asked(modules: list[str], place: str | None) -> None:
    call = through(*modules, end=partial(Reporter("warn").report, [FOUND], never))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    assert [each.filename for each in caught] == [place or __file__]


def test_where_nobody_else_asked_a_warning_is_given_all_the_same() -> None:
    done = threading.Event()
    names: dict[str, Any] = {"__name__": "openvideos", "done": done.set}
    names["report"] = partial(Reporter("warn").report, [FOUND], never)
    exec(compile("def run():\n    report()\n    done()\n", "openvideos.py", "exec"), names)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        _thread.start_new_thread(names["run"], ())  # below it there is nothing on its stack
        assert done.wait(10)
    assert [each.filename for each in caught] == ["openvideos.py"]
