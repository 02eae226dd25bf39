"""What moved between the parameters of two versions of an operation."""

from collections.abc import Iterator

import attrs

from openvideos.drift.change import Change, Level, Places
from openvideos.drift.schemas.emitted import Text

from .api import Parameter
from .pair import OperationPair

__all__ = ["compare_parameters"]


def compare_parameters(pair: OperationPair) -> Iterator[Change]:
    """Compare what may be sent beside a body."""
    old, new = dict(pair.old.parameters), dict(pair.new.parameters)
    for key in [key for key in old if key not in new]:
        moved = next(
            (each for each in new if each not in old and new[each].shown.lower() == old[key].shown.lower()), None
        )
        if moved is not None:
            x, y = old.pop(key), new.pop(moved)
            message = f"{x.shown} moved from {x.location} to {y.location}"
            at: Places = (x.pointer, y.pointer)
            said = {"at": at, "direction": "request", "base": x.location, "revised": y.location}
            yield pair.change("R14", "breaking", message, **said)
    for key, parameter in old.items():
        if key in new:
            yield from _parameter(pair, parameter, new[key])
        else:
            at = (parameter.pointer, None)
            message = f"{_shown(parameter)} was removed"
            yield pair.change("R12", "breaking", message, at=at, direction="request", base=parameter.shown)
    for key, parameter in new.items():
        if key not in old:
            at = (None, parameter.pointer)
            rule, level, said2 = (
                ("R11", "breaking", "required") if parameter.required else ("R10", "compatible", "optional")
            )
            message = f"{_shown(parameter)} was added, {said2}"
            yield pair.change(rule, level, message, at=at, direction="request", revised=parameter.shown)  # type: ignore[arg-type]


def _parameter(pair: OperationPair, old: Parameter, new: Parameter) -> Iterator[Change]:
    at, where = (old.pointer, new.pointer), _shown(new)
    if old.location == "path" and old.shown != new.shown:
        change = pair.change(
            "R04",
            "breaking",
            "path parameter renamed",
            at=at,
            direction="request",
            base=old.shown,
            revised=new.shown,
        )
        yield attrs.evolve(change, surface="sdk")
    if old.required != new.required:
        level: Level = "breaking" if new.required else "compatible"
        message = f"{where} is {'required' if new.required else 'optional'} now"
        yield pair.change("R13", level, message, at=at, direction="request", base=old.required, revised=new.required)
    if old.may_be_empty != new.may_be_empty:
        level = "compatible" if new.may_be_empty else "breaking"
        message = f"{where} may {'' if new.may_be_empty else 'no longer '}be empty"
        yield pair.change(
            "R16", level, message, at=at, direction="request", base=old.may_be_empty, revised=new.may_be_empty
        )
    if _written(pair, old, new):
        said = {"at": at, "direction": "request", "base": list(old.form), "revised": list(new.form)}
        yield pair.change("R15", "breaking", f"{where} is written in another way", **said)
    if bool(old.notes.get("deprecated")) != bool(new.notes.get("deprecated")):
        message = f"{where} is {'' if new.notes.get('deprecated') else 'not '}deprecated now"
        yield pair.change("R07", "info", message, at=at, direction="request")
    yield from pair.texts(old.notes, new.notes, f"{where}: ", at, "request")
    text: Text = "" if new.form[0] == "content" else "value"
    yield from pair.schemas((old.schema, new.schema), "request", where, text)


def _written(pair: OperationPair, old: Parameter, new: Parameter) -> bool:
    """Whether a value is written differently: of one word, explode says nothing."""
    x, y = old.form, new.form
    if x == y or "content" in (x[0], y[0]):
        return x != y
    kinds = set()
    for half, key in ((pair.documents.base, old.schema), (pair.documents.revised, new.schema)):
        kinds |= {part.type for part in half.api.shapes.at(key).parts}
    if kinds & {"array", "object"}:
        return True
    return (x[0], x[2]) != (y[0], y[2]) and (x[2] != y[2] or {x[0], y[0]} & {"label", "matrix", "deepObject"} != set())


def _shown(parameter: Parameter) -> str:
    return f"{parameter.location} parameter {parameter.shown}"
