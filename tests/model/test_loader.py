"""Reading a folder again after a change: only what changed, and what depends on it, is made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.loader import Loaded, Loader
from engine.runtime.project import files_of
from engine.scenarios.editing import changed

FILES = files_of(Path(__file__).resolve().parents[2] / "configs")


def kept(before: Loaded, after: Loaded) -> set[str]:
    """The elements that are the same objects as before."""
    return {name for name, element in after.model.elements.items() if before.model.elements.get(name) is element}


@pytest.fixture
def loader() -> Loader:
    """A loader that has read the pack."""
    return Loader()


def test_nothing_is_read_again_when_nothing_changed(loader: Loader) -> None:
    """The same definitions and elements, object by object."""
    before, after = loader.load(FILES), loader.load(dict(FILES))
    assert all(after.definitions[name] is each for name, each in before.definitions.items())
    assert kept(before, after) == set(before.model.elements)


def test_only_the_changed_file_is_read_again(loader: Loader) -> None:
    """A new weight in the scorecard leaves customers as they are."""
    before = loader.load(FILES)
    after = loader.load(changed(FILES, "relationship_health", "dimensions.stability.weight", "31%"))
    assert after.definitions["customer"] is before.definitions["customer"]
    assert "customer" in kept(before, after)
    assert "relationship_health/stability" not in kept(before, after)


def test_what_depends_on_a_changed_entity_is_made_anew(loader: Loader) -> None:
    """A field with another lower limit reaches the tables that speak of it."""
    before = loader.load(FILES)
    after = loader.load(changed(FILES, "customer", "fields.payment_delay.min", "-5"))
    clause = after.model.decision("relationship_health/stability/回款").logic.inputs[0]  # type: ignore[union-attr]
    assert clause.allowed != before.model.decision("relationship_health/stability/回款").logic.inputs[0].allowed  # type: ignore[union-attr]


def test_a_new_name_is_known_in_all_files(loader: Loader) -> None:
    """A label with spaces and signs in one file can be spoken of in another."""
    files = {
        "a.yaml": "kind: entity\nname: order\nfields:\n  price: {type: number}\n",
        "b.yaml": "kind: decision\nname: dear\ninputs: {order: order}\nvalue: 单价(元) - 含税 > 5\n",
    }
    assert {found.code for found in loader.load(files).diagnostics} == {"GJ1101", "GJ1105"}
    files["a.yaml"] = files["a.yaml"].replace("{type", "{label: 单价(元) - 含税, type")
    assert not len(loader.load(files).diagnostics)


def test_one_broken_file_does_not_hide_the_mistakes_of_others(loader: Loader) -> None:
    """Every file is read as far as it goes."""
    files = {"a.yaml": "kind: entity\nname: a\nfields: {x: {tpye: text}}\n", "b.yaml": "name: b\n"}
    assert {found.span.source.name for found in loader.load(files).diagnostics} == {"a.yaml", "b.yaml"}


def test_a_definition_that_cannot_be_read_hides_no_mistake_of_its_neighbours(loader: Loader) -> None:
    """A slip in one expression; the unknown name in another file is told all the same."""
    files = {
        "a.yaml": "kind: decision\nname: a\ninputs: {n: number}\nvalue: n +\n",
        "b.yaml": "kind: decision\nname: b\ninputs: {n: number}\nvalue: m + 1\n",
    }
    assert [found.span.source.name for found in loader.load(files).diagnostics] == ["a.yaml", "b.yaml"]
