"""Signatures and annotations as text: written from what griffe read, and judged when they changed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import griffe

__all__ = ["annotation", "lost_types", "signature", "signature_breakages", "still_takes"]

_KINDS = griffe.ParameterKind
_ANYTHING = {"Any", "object", "typing.Any"}
# what a type checker takes in place of the other
_WITHIN = {"int": "float", "bool": "int", "None": "object"}


def annotation(written: griffe.Expr | str | None) -> str:
    """An annotation on one line; empty for none."""
    return " ".join(str(written).split()) if written is not None else ""


def _parameter(parameter: griffe.Parameter) -> str:
    stars = {_KINDS.var_positional: "*", _KINDS.var_keyword: "**"}.get(parameter.kind or _KINDS.keyword_only, "")
    text = stars + parameter.name
    if parameter.annotation is not None:
        text += f": {annotation(parameter.annotation)}"
    if parameter.default is not None and not stars:
        text += (" = " if parameter.annotation is not None else "=") + annotation(parameter.default)
    return text


def signature(parameters: list[griffe.Parameter], returns: griffe.Expr | str | None = None) -> str:
    """Parameters and what is returned, as a `def` has them."""
    parts: list[str] = []
    before: griffe.ParameterKind | None = None
    for parameter in parameters:
        kind = parameter.kind
        if before is _KINDS.positional_only and kind is not before:
            parts.append("/")
        if kind is _KINDS.keyword_only and before not in {_KINDS.keyword_only, _KINDS.var_positional}:
            parts.append("*")
        parts.append(_parameter(parameter))
        before = kind
    if before is _KINDS.positional_only:
        parts.append("/")
    return f"({', '.join(parts)})" + (f" -> {annotation(returns)}" if returns is not None else "")


def _function(text: str) -> griffe.Function:
    module = griffe.visit("record", filepath=Path("record.py"), code=f"def call{text}: ...\n")
    return cast("griffe.Function", module.members["call"])


def _members(node: ast.expr) -> Iterator[str]:
    """The branches of a union, and the values of a Literal, one by one."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _members(node.left)
        yield from _members(node.right)
    elif isinstance(node, ast.Subscript):
        outer = ast.unparse(node.value).rpartition(".")[2]
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if outer in {"Union", "Optional", "Required", "NotRequired"}:
            for each in inner:
                yield from _members(each)
            if outer == "Optional":
                yield "None"
        elif outer == "Literal":
            yield from (f"Literal[{ast.unparse(each)}]" for each in inner)
        else:
            yield ast.unparse(node)
    else:
        yield ast.unparse(node)


def _types(text: str) -> list[str]:
    return list(dict.fromkeys(_members(ast.parse(text, mode="eval").body)))


def _covered(one: str, by: set[str]) -> bool:
    if one in by or by & _ANYTHING or _WITHIN.get(one) in by:
        return True
    return one.startswith("Literal[") and type(ast.literal_eval(one[8:-1])).__name__ in by


def lost_types(old: str, new: str) -> list[str]:
    """What the old annotation names and the new one doesn't take; nothing where either says nothing."""
    if not old or not new or old == new:
        return []
    by = set(_types(new))
    return [one for one in _types(old) if not _covered(one, by)]


def still_takes(old: str, new: str) -> str:
    """What a parameter no longer takes, in words; empty for nothing."""
    lost = [] if set(_types(old or "Any")) & _ANYTHING and not new else lost_types(old, new)
    return f"no longer takes {' or '.join(lost)}" if lost else ""


def _words(breakage: griffe.Breakage) -> str:
    if breakage.kind is griffe.BreakageKind.RETURN_CHANGED_TYPE:
        return "no longer says what it returns"
    if breakage.kind is griffe.BreakageKind.PARAMETER_ADDED_REQUIRED:
        return f"{breakage.new_value.name}: new, and has no default"
    old, new, name = breakage.old_value, breakage.new_value, breakage.old_value.name
    match breakage.kind:
        case griffe.BreakageKind.PARAMETER_REMOVED:
            return f"{name}: removed"
        case griffe.BreakageKind.PARAMETER_MOVED:
            return f"{name}: moved"
        case griffe.BreakageKind.PARAMETER_CHANGED_KIND:
            return f"{name}: was {old.kind.value}, is {new.kind.value}"
        case griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED:
            return f"{name}: has no default any more"
        case griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT:
            return f"{name}: its default was {old.default}, is {new.default}"
    return f"{name}: {breakage.kind.value}"


def signature_breakages(old: str, new: str) -> list[str]:
    """What fits the old signature and not the new one: griffe's opinion on the parameters, then the annotations."""
    if old == new:
        return []
    before, after = _function(old), _function(new)
    found = [_words(each) for each in griffe.find_breaking_changes(before.parent, after.parent)]  # type: ignore[arg-type]
    for parameter in before.parameters:
        if parameter.name in after.parameters:
            lost = still_takes(
                annotation(parameter.annotation), annotation(after.parameters[parameter.name].annotation)
            )
            found += [f"{parameter.name}: {lost}"] if lost else []
    returned = lost_types(annotation(after.returns), annotation(before.returns))
    return found + ([f"may now return {' or '.join(returned)}"] if returned else [])
