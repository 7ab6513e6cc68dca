"""Context functions (DMN 1.5, 10.3.4.10). They give new contexts and never change one."""

from __future__ import annotations

from engine.dsl.builtins.registry import builtin
from engine.dsl.nulls import null

SECTION = "10.3.4.10"
Context = dict[str, object]


@builtin("get value", section=SECTION)
def get_value(m: Context, key: str) -> object:
    """The value of the context's entry of that name. Null when there is no such entry.

    get value({a: "foo"}, "a") = "foo"
    get value({a: "foo"}, "b") = null
    """
    return m[key] if key in m else null("GJ1310", function="get value", key=key)


@builtin("get entries", section=SECTION)
def get_entries(m: Context) -> list[Context]:
    """The entries of a context, in order, each as a context of `key` and `value`.

    get entries({a: 1, b: 2}) = [{key: "a", value: 1}, {key: "b", value: 2}]
    get entries({}) = []
    """
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", section=SECTION)
def context(entries: list[Context]) -> Context | None:
    """A context of the given entries, each a context of `key` (a string) and `value`; other entries are ignored.

    Null when a key or a value is missing, when a key is not a string, and when a key comes twice.

    context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}
    context([]) = {}
    context({key: "a", value: 1}) = {a: 1}
    context([{key: "a"}]) = null
    context([{key: "a", value: 1}, {key: "a", value: 2}]) = null
    """
    made: Context = {}
    for entry in entries:
        key = entry.get("key")
        if not isinstance(key, str) or "value" not in entry:
            return null(
                "GJ1306", function="context", parameter="entries", value=entry, expected="{key: string, value: Any}"
            )
        if key in made:
            return null("GJ1314", function="context", key=key)
        made[key] = entry["value"]
    return made


@builtin("context put", section=SECTION)
def context_put(context: Context, key: str, value: object) -> Context:
    """The context with an entry added, or replaced at its place where the key is there already.

    context put({a: 1}, "b", 2) = {a: 1, b: 2}
    context put({a: 1}, "a", 2) = {a: 2}
    context put({a: 1}, "b", null) = {a: 1, b: null}
    """
    return {**context, key: value}


@builtin("context put", section=SECTION)
def context_put_at(context: Context, keys: list[str], value: object) -> Context | None:
    """The context with an entry put deep inside; `keys` lead there through contexts.

    Null when there are no keys, and when a key on the way leads to something that is not a context.

    context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
    context put({x: 1, y: {a: 0}}, ["y", "b"], 2) = {x: 1, y: {a: 0, b: 2}}
    context put({x: 1}, ["x", "a"], 2) = null
    context put({x: 1}, [], 2) = null
    """
    if not keys:
        return null("GJ1308", function="context put", parameter="keys")
    path = [context]
    for key in keys[:-1]:
        inner = path[-1].get(key)
        if not isinstance(inner, dict):
            return null("GJ1310", function="context put", key=key)
        path.append(inner)
    changed = {**path[-1], keys[-1]: value}
    for holder, key in zip(reversed(path[:-1]), reversed(keys[:-1]), strict=True):
        changed = {**holder, key: changed}
    return changed


@builtin("context merge", section=SECTION)
def context_merge(contexts: list[Context]) -> Context:
    """One context of all entries; of entries with the same key the last one counts, at the place of the first.

    context merge([{a: 1}, {b: 2}]) = {a: 1, b: 2}
    context merge([{a: 1, b: 0}, {a: 2}]) = {a: 2, b: 0}
    context merge([]) = {}
    """
    merged: Context = {}
    for each in contexts:
        merged |= each
    return merged
