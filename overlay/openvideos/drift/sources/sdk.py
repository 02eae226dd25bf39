"""What an installed SDK states of the API, by its methods and types: nothing of it is called, and no client is made."""

import importlib
import inspect
import re
import typing
from collections.abc import Callable, Mapping
from importlib import metadata
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs

from openvideos.contract.found import show
from openvideos.drift.change import Change, Place
from openvideos.drift.documents.document import DocumentError, Source
from openvideos.escape import escape

from .annotations import schema_of
from .calls import Call, call_of
from .facts import SDK, Fact, Facts, Operation
from .loose import compare_facts
from .prose import allowed_values, default_value
from .stated import contract_facts, schema_facts

__all__ = ["SDKS", "compare_sdk", "read_sdk"]

SDKS: Mapping[str, str] = {"openai": "openai.resources.videos:Videos"}
"""The SDKs that can be read: a distribution, and the class whose methods are the operations."""
# how a call is made, and not what is sent
_OPTIONS = frozenset({"self", "extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key"})
_ARGUMENT = re.compile(r"^ {2}(?P<name>\w+): ", re.MULTILINE)


def compare_sdk(name: str, contract: Source) -> list[Change]:
    """What differs between a contract and the types of an installed SDK. Raises DocumentError if it can't be read."""
    return compare_facts(contract_facts(contract, SDK), read_sdk(name))


def read_sdk(name: str, where: str | None = None) -> Facts:
    """The facts of an installed SDK; where is `module:class`, as SDKS has it.

    Raises DocumentError, in one line, if it isn't known, installed or readable.
    """
    where = where or SDKS.get(name)
    if where is None:
        raise DocumentError(f"sdk: found {show(name)}; allowed: {', '.join(SDKS)}")
    path, _, class_name = where.partition(":")
    try:
        version = metadata.version(name)
        module = importlib.import_module(path)
        resource = getattr(module, class_name)
    except metadata.PackageNotFoundError:
        raise DocumentError(f"{name} is not installed: pip install {name}") from None
    # what an SDK does when it is imported is its own
    except (ImportError, AttributeError, NameError, TypeError, ValueError, SyntaxError) as error:
        reason = escape(" ".join(str(error).split()), 200)
        raise DocumentError(f"{name} has no {where} ({reason}): pip install --upgrade {name}") from None
    reading = _Reading(module=module, resource=resource)
    return reading.facts(f"{name} {version}")


@attrs.frozen(kw_only=True)
class _Reading:
    """Reads the methods of one class."""

    module: ModuleType
    resource: type

    def facts(self, name: str) -> Facts:
        operations: dict[str, Operation] = {}
        beside: dict[str, Place] = {}
        for method, function in vars(self.resource).items():
            if method.startswith("_") or not inspect.isfunction(function):
                continue
            call = call_of(function)
            if call is None:
                beside[method] = self._place(method)
            else:
                operation = self._operation(method, function, call)
                operations[operation.key] = operation
        return Facts(name=name, language=SDK, operations=operations, beside=beside)

    def _operation(self, method: str, function: Callable[..., Any], call: Call) -> Operation:
        hints = self._hints(function)
        answer = schema_of(hints.get("return"), self.module.__name__) if "return" in hints else {}
        place = self._place(method)
        answered = schema_facts(answer, SDK, place.name) if answer else {}
        return Operation(
            key=f"{call.method} {call.path}",
            name=method,
            deprecated=hasattr(function, "__deprecated__"),
            request=(self._sent(method, function, call, hints),),
            response=answered,
            sends=call.sends,
            answers=(call.accept,) if call.accept else None,
            place=place,
        )

    def _sent(self, method: str, function: Callable[..., Any], call: Call, hints: Mapping[str, Any]) -> dict[str, Fact]:
        """The members of a request: the keywords of the method, and what its TypedDicts say of the same."""
        texts = _arguments(inspect.getdoc(function) or "")
        facts: dict[str, Fact] = {}
        for params in call.params:
            kind = _looked_up(self.module, params)
            facts |= schema_facts(schema_of(kind, self.module.__name__), SDK, params)
        for name, parameter in inspect.signature(inspect.unwrap(function)).parameters.items():
            if name not in _OPTIONS and f"/{name}" not in facts and name in hints:
                schema = schema_of(hints[name], self.module.__name__)
                needed = parameter.default is parameter.empty
                whole = {"type": "object", "properties": {name: schema}, "required": [name] if needed else []}
                facts |= schema_facts(whole, SDK, method)
        inside = set(re.findall(r"\{(\w+)\}", call.path))
        place = self._place(method)
        found = {"": Fact(path="", parts=({"type": "object"},), whole=True, place=place)}
        for path, fact in facts.items():
            top = path.split("/")[1] if path else ""
            if path:
                text = texts.get(top, "") if path == f"/{top}" else ""
                found[path] = attrs.evolve(
                    fact,
                    default=default_value(text, fact.listed),
                    said=allowed_values(text),
                    where="path" if top in inside else "",
                    place=place if path == f"/{top}" else fact.place,
                )
        return found

    def _hints(self, function: Callable[..., Any]) -> dict[str, Any]:
        """The annotations of a method, each by itself: one that can't be read is left out."""
        found: dict[str, Any] = {}
        for name, annotation in inspect.unwrap(function).__annotations__.items():
            holder = SimpleNamespace(__annotations__={name: annotation})
            try:
                found |= typing.get_type_hints(holder, globalns=vars(self.module), include_extras=True)
            except (NameError, TypeError, AttributeError, SyntaxError):
                continue
        return found

    def _place(self, method: str) -> Place:
        return Place(name=f"{self.module.__name__}.{self.resource.__name__}.{method}")


def _looked_up(module: ModuleType, dotted: str) -> Any:
    """What a dotted name means in a module; None for nothing."""
    found: Any = module
    for part in dotted.split("."):
        found = getattr(found, part, None)
    return found


def _arguments(text: str) -> dict[str, str]:
    """What a docstring says of each argument."""
    _, _, listed = text.partition("Args:\n")
    pieces = _ARGUMENT.split(listed)
    return dict(zip(pieces[1::2], pieces[2::2], strict=False))
