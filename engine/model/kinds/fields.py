"""Fields: what a record or a form asks for, with its type, options and conditions.

Reads   the mapping under `fields:`.
Gives   `Field`, and the FEEL type of its values with the labels authors may use for options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Edit, Fix
from engine.dsl.documents import MappingNode, Node, ScalarNode
from engine.dsl.inference import plain
from engine.dsl.scalars import BOOLEANS, parse_number
from engine.dsl.source import Span
from engine.dsl.temporal_text import parse_at
from engine.dsl.text import Text
from engine.dsl.types import BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, TIME, ListType, SimpleType, Type
from engine.model.kinds.field_keys import check_keys
from engine.model.reading import Reader, boolean, items, mandatory, mapping, pairs, string, text, texts


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice field: `value` is stored and spoken of by rules, `label` is shown."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `type` is one of FIELD_TYPES. `required` is a FEEL condition (the literal `true` for always). A hidden field
    (`visible_if` false) is absent: not asked, not required, not stored. `valid_if` speaks of the field as `?`.
    `places` is the number of decimal places stored (number, money, percent).
    """

    name: str
    label: Text
    type: str
    origin: Span
    options: tuple[Option, ...] = ()
    other: bool = False
    hint: Text | None = None
    group: str = ""
    required: feel.Node | None = None
    visible_if: feel.Node | None = None
    valid_if: feel.Node | None = None
    message: Text | None = None
    compute: feel.Node | None = None
    default: feel.Node | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int | None = None
    places: int | None = None
    unit: Text | None = None
    to: str = ""
    sensitive: bool = False


FIELD_TYPES = (
    "text", "long_text", "number", "integer", "money", "percent", "boolean", "date", "datetime", "time",
    "choice", "choices", "phone", "email", "reference", "user",
)  # fmt: skip


def read_fields(node: Node | None, groups: Mapping[str, str], reader: Reader) -> Iterator[Field]:
    """Every field under `fields:`; `groups` tells in which group a field stands."""
    for key, value in pairs(node):
        yield read_field(key, mapping(value), groups.get(key.text, ""), reader)


def read_field(key: ScalarNode, node: MappingNode, group: str, reader: Reader) -> Field:
    """One field; `key` holds its name."""
    check_keys(node, reader.diagnostics)
    low, high = _limits(node, reader)
    _check_default(node, low, high, reader)
    return Field(
        name=key.text,
        label=text(node.get("label"), key.text),
        type=string(node.get("type")),
        origin=key.span,
        options=tuple(read_options(node.get("options"))),
        other=boolean(node.get("other")),
        hint=_optional(node.get("hint")),
        group=group,
        required=_required(node, reader),
        visible_if=reader.expression(node.get("visible_if")),
        valid_if=reader.expression(node.get("valid_if")),
        message=_optional(node.get("message")),
        compute=reader.expression(node.get("compute")),
        default=reader.data(node.get("default")),
        minimum=low,
        maximum=high,
        max_length=reader.integer(node.get("max_length")),
        places=reader.integer(node.get("places")),
        unit=_optional(node.get("unit")),
        to=string(node.get("to")),
        sensitive=boolean(node.get("sensitive")),
    )


def _limits(node: MappingNode, reader: Reader) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest value; of a share they are shares themselves, and never the wrong way round."""
    read = {"percent": reader.percent, "integer": reader.whole}.get(string(node.get("type")), reader.number)
    low, high = read(node.get("min")), read(node.get("max"))
    if low is None or high is None or low <= high:
        return low, high
    one, other = mandatory(node, "min").span, mandatory(node, "max").span
    fix = Fix((Edit(one, other.text), Edit(other, one.text)))
    reader.diagnostics.add("GJ0811", one.to(other), fix=fix, low=one.text, high=other.text)
    return high, low


def _check_default(node: MappingNode, low: Decimal | None, high: Decimal | None, reader: Reader) -> None:
    """What a number begins with lies between its limits; a bare 10 for a share was to be 10%."""
    written = node.get("default")
    value = parse_number(string(written)) if string(node.get("type")) in _NUMBERS else None
    if written is None or value is None:
        return
    if string(node.get("type")) == "percent":
        value = reader.percent(written)
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        shown: dict[str, Any] = {key: string(node.get(key)) for key in ("min", "max") if key in node.entries}
        nearest = shown["min" if low is not None and value < low else "max"]
        reader.diagnostics.add("GJ0815", written.span, value=string(written), nearest=nearest, **shown)


def read_options(node: Node | None) -> Iterator[Option]:
    """Options written as a list of values, or as a mapping from value to label."""
    if isinstance(node, MappingNode):
        yield from (Option(key.text, text(value, key.text)) for key, value in pairs(node))
    else:
        yield from (Option(string(item), Text(string(item))) for item in items(node))


def chosen(field: Field, said: str) -> str:
    """The value of the option of that value or label; what is said where there is none."""
    values = {word: option.value for option in field.options for word in (*texts(option.label), option.value)}
    return values.get(said.strip(), said)


def option_words(node: Node | None) -> Iterator[str]:
    """Every word that a rule may use for one of the options."""
    for option in read_options(node):
        yield from (option.value, *texts(option.label))


def _optional(node: Node | None) -> Text | None:
    return None if node is None else text(node)


def _required(node: MappingNode, reader: Reader) -> feel.Node | None:
    """`required: true`, or the condition of `required_if`."""
    always = node.get("required")
    if boolean(always) and always is not None:
        return feel.BooleanLiteral(True, span=always.span)
    return reader.expression(node.get("required_if"))


def field_type(field: Field) -> Type:
    """The FEEL type of a field's values; options, units and decimal places go with it."""
    if field.type in ("choice", "choices"):
        return _choice_type(field)
    if field.type in _NUMBERS:
        unit, places = _NUMBERS[field.type]
        return SimpleType(
            "number",
            unit=unit or str(field.unit or ""),
            places=places if field.places is None else field.places,
            least=field.minimum,
            most=field.maximum,
        )
    return _SIMPLE.get(field.type, STRING)


def _choice_type(field: Field) -> Type:
    options = tuple(option.value for option in field.options)
    labels = tuple((said, o.value) for o in field.options for said in texts(o.label) if said not in options)
    one = SimpleType("string", options, other=field.other, aliases=labels)
    return ListType(one) if field.type == "choices" else one


def field_domain(field: Field) -> feel.UnaryTests | None:
    """The values that a field may hold as unary tests; None when they are not limited."""
    if field.type == "choice" and not field.other:
        return feel.UnaryTests(tuple(feel.StringLiteral(option.value) for option in field.options))
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return feel.UnaryTests((feel.RangeLiteral(feel.NumberLiteral(low), feel.NumberLiteral(high), True, True),))
    if low is not None:
        return feel.UnaryTests((feel.ComparisonRange(">=", feel.NumberLiteral(low)),))
    return None if high is None else feel.UnaryTests((feel.ComparisonRange("<=", feel.NumberLiteral(high)),))


_SIMPLE: Mapping[str, Type] = {"boolean": BOOLEAN, "date": DATE, "datetime": DATE_TIME, "time": TIME}
_NUMBERS: Mapping[str, tuple[str, int | None]] = {
    "number": ("", None),
    "integer": ("", 0),
    "money": ("money", 2),
    "percent": ("percent", None),
}


def constant(value: feel.Node, type_: Type) -> feel.Node:
    """A text of the author as a value of a type: in a field for numbers a number, for dates a date; what fits no such
    value stays a text."""
    if not isinstance(value, feel.StringLiteral):
        return value
    match plain(type_):
        case ListType(item=item):
            return feel.ListLiteral((constant(value, item),), span=value.span)
        case wanted if wanted == NUMBER and (number := parse_number(value.value)) is not None:
            return feel.NumberLiteral(number, span=value.span)
        case wanted if wanted == BOOLEAN and value.value in BOOLEANS:
            return feel.BooleanLiteral(BOOLEANS[value.value], span=value.span)
        case wanted if wanted in (DATE, DATE_TIME, TIME) and parse_at(value.value) is not None:
            return feel.AtLiteral(value.value, span=value.span)
    return value
