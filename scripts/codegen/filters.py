"""What the templates ask about a parsed property, and the generator does not say well enough."""

import keyword
from collections.abc import Callable
from typing import Any

from attrs import frozen
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import EnumProperty, ModelProperty, Property
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.responses import Response

from .document import resolve


def docstring(text: object) -> str:
    """Text that cannot end the docstring it stands in, nor escape in it."""
    escaped = str(text).strip().replace("\\", "\\\\").replace('"""', r"\"\"\"")
    # one quote at the end would run into those that close the docstring
    return f'{escaped[:-1]}\\"' if escaped.endswith('"') and not escaped.endswith('\\"') else escaped


@frozen(kw_only=True)
class Nested:
    """A member that holds models, and the expression that reads it."""

    name: str
    reader: str
    import_: tuple[str, str]


class Filters:
    """Filters that need the document: the generator loses descriptions beside $ref."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        self.operations = {
            operation["operationId"]: operation
            for item in document["paths"].values()
            for operation in item.values()
            if isinstance(operation, dict) and "operationId" in operation
        }

    def all(self) -> dict[str, Callable[..., object]]:
        """Name in the templates -> function."""
        return {
            "annotation": annotation,
            "attribute_name": attribute_name,
            "component_description": self.component_description,
            "default_value": default_value,
            "docstring": docstring,
            "in_document_order": self.in_document_order,
            "member_description": self.member_description,
            "nested_models": nested_models,
            "operation_title": self.operation_title,
            "parameter_annotation": parameter_annotation,
            "response_class": response_class,
            "result_annotation": result_annotation,
            "wire_operation": self.wire_operation,
        }

    def component_description(self, thing: ModelProperty | EnumProperty) -> str:
        """The description of a component; of an inline schema, its class name as words."""
        name = str(thing.class_info.name)
        return docstring(self.schemas.get(name, {}).get("description", f"{name}."))

    def member_description(self, member: Property, model: ModelProperty) -> str:
        """A member's description, from the contract where the generator lost it."""
        node = self._properties(model).get(member.name.get_untrusted_value(), {})
        found = node.get("description") or (resolve(self.document, node).get("description") if node else None)
        return docstring(found or f"{member.name.get_untrusted_value()}.")

    def in_document_order(self, members: list[Property], model: ModelProperty) -> list[Property]:
        """Members as the contract orders them, required or not."""
        order = list(self._properties(model))
        return sorted(
            members,
            key=lambda member: (
                order.index(name) if (name := member.name.get_untrusted_value()) in order else len(order)
            ),
        )

    def wire_operation(self, name: str) -> str:
        """The operationId of an endpoint, whose Python name may have an underscore more."""
        return name if name in self.operations else name.removesuffix("_")

    def operation_title(self, endpoint: Endpoint) -> str:
        """Method, path and summary of an operation."""
        summary = self.operations[self.wire_operation(endpoint.name)]["summary"]
        return docstring(f"{endpoint.method.upper()} {endpoint.path.get_untrusted_value()}: {summary}")

    def _properties(self, model: ModelProperty) -> dict[str, Any]:
        found: dict[str, Any] = self.schemas.get(str(model.class_info.name), {}).get("properties", {})
        return found


def attribute_name(member: Property) -> str:
    """The name on the wire, where Python can have it as an attribute."""
    name = member.name.get_untrusted_value()
    fits = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")
    return name if fits and name not in _TAKEN else str(member.python_name)


# names that the base class has: a member so named gets the generator's name
_TAKEN = frozenset({"additional_properties", "from_dict", "to_dict", "to_multipart"})


def annotation(member: Property) -> str:
    """A member's type: enumerations as aliases of plain strings; what may be absent or null as `| None`."""
    parts = dict.fromkeys([*_types(member), *([] if member.required else ["None"])])
    return " | ".join(sorted(parts, key=lambda part: part == "None"))


def parameter_annotation(member: Property) -> str:
    """A query or header parameter's type: `| Unset` where it may be left out."""
    return " | ".join([*_types(member), *([] if member.required else ["Unset"])])


def default_value(member: Property) -> str:
    """`= None` where the contract lets a member be absent or null."""
    return " = None" if "None" in annotation(member).split(" | ") else ""


def _types(member: PropertyProtocol) -> list[str]:
    if isinstance(member, UnionProperty):
        return [part for inner in member.inner_properties for part in _types(inner)]
    if isinstance(member, NoneProperty):
        return ["None"]
    if isinstance(member, EnumProperty):
        return [f"literals.{member.class_info.name}"]
    if isinstance(member, ModelProperty):
        return [str(member.class_info.name)]
    if isinstance(member, ListProperty):
        return [f"list[{' | '.join(_types(member.inner_property))}]"]
    if isinstance(member, FileProperty):
        return ["File"]
    if isinstance(member, ConstProperty):
        return [f"Literal[{member.value.python_code.as_unembedded_code()}]"]
    return [member.get_base_type_string().as_unembedded_code()]


def nested_models(members: list[Property]) -> list[Nested]:
    """The members whose values are JSON objects with a model of their own."""
    found = []
    for member in members:
        branches = member.inner_properties if isinstance(member, UnionProperty) else [member]
        models: list[tuple[ModelProperty, str]] = [
            (branch, "one") for branch in branches if isinstance(branch, ModelProperty)
        ]
        models += [
            (branch.inner_property, "each")
            for branch in branches
            if isinstance(branch, ListProperty) and isinstance(branch.inner_property, ModelProperty)
        ]
        if len(models) > 1:
            raise ValueError(
                f"{member.name.get_untrusted_value()}: a member that may be one of several objects is not supported"
            )
        for model, reader in models:
            class_name = str(model.class_info.name)
            found.append(
                Nested(
                    name=member.name.get_untrusted_value(),
                    reader=f"{reader}({class_name})",
                    import_=(str(model.class_info.module_name), class_name),
                )
            )
    return found


def response_class(response: Response) -> str:
    """The model of a response's body; None for a body that is not JSON."""
    return str(response.prop.class_info.name) if isinstance(response.prop, ModelProperty) else "None"


def result_annotation(endpoint: Endpoint) -> str:
    """What an operation's body may be, as a model, or bytes."""
    parts = ["bytes" if (name := response_class(response)) == "None" else name for response in endpoint.responses]
    return " | ".join(dict.fromkeys([*parts, "None"]))
