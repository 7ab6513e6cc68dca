"""The steps that can be written, without loading what runs them.

Reads   the modules beside this one, as text: decorators of their functions say how a step is worded,
        parameters whether a table or a text belongs below.
Gives   `STEPS`, and for a step that is not among them what its author may have meant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from pathlib import Path

KINDS = ("given", "when", "then")
BELOW = {"datatable": "table", "docstring": "text"}  # parameters that say what must stand below a step
ELLIPSIS = "…"
MAX_KEPT = 5_000  # the same steps stand in many scenarios


@dataclass(frozen=True)
class Step:
    """One wording. `kind` is one of KINDS; `below` what must stand under it: "table", "text" or nothing; `about` says
    what it means, and `name` names it, the same for the wordings of one meaning.

    >>> step = Step("given", "{record} 的 {field} 是 {value}")
    >>> step.values("客户 的 满意度得分 是 92"), step.shown, step.mended("客户的满意度得分是 92")
    ({'record': '客户', 'field': '满意度得分', 'value': '92'}, '… 的 … 是 …', '客户 的 满意度得分 是 92')
    """

    kind: str
    wording: str
    below: str = ""
    about: str = ""
    name: str = ""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The fixed text between the values; empty where a value begins or ends the step."""
        return tuple(_VALUE.split(self.wording)[::2])

    @property
    def chinese(self) -> bool:
        """Whether it is the Chinese wording."""
        return not self.wording.isascii()

    @property
    def shown(self) -> str:
        """The wording with its values left open."""
        return ELLIPSIS.join(self.parts)

    @cached_property
    def weight(self) -> int:
        """How much fixed text it has: of two wordings that fit, the one with more of it is meant."""
        return len("".join(self.parts))

    def match(self, text: str) -> re.Match[str] | None:
        """The values of a step that is worded so, by their names; in English `the` may go before what is named."""
        return self._exactly.fullmatch(text)

    @cached_property
    def ends(self) -> tuple[str, str]:
        """How it begins and how it ends, in small letters: most wordings are told apart by that."""
        return self.parts[0].casefold(), self.parts[-1].casefold()

    def values(self, text: str) -> dict[str, str]:
        """The values of a step, by their names."""
        match = self.match(text)
        return match.groupdict() if match else {}

    def mended(self, text: str) -> str:
        """The step as it should be worded, where only spaces and the width of marks differ; empty where more does."""
        match = self._loosely.fullmatch(text.translate(NARROW).lstrip(",: "))
        if match is None or not all(value.strip() for value in match.groups()):
            return ""
        values = [*match.groups(), ""]
        return "".join(f"{part}{value.strip()}" for part, value in zip(self.parts, values, strict=True))

    def likeness(self, text: str) -> float:
        """How much of the fixed text stands in a step, in its order: from 0 to 1."""
        fixed = "".join(self.parts).replace(" ", "")
        blocks = SequenceMatcher(None, fixed, text.replace(" ", ""), autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) / len(fixed)

    @cached_property
    def _exactly(self) -> re.Pattern[str]:
        return re.compile(self._pattern(re.escape), re.I)

    @cached_property
    def _loosely(self) -> re.Pattern[str]:
        return re.compile(self._pattern(_loose), re.I)

    def _pattern(self, fixed: Callable[[str], str]) -> str:
        """A pattern with a group for every value, named as it is."""
        article = "" if self.chinese else "(?:the )?"
        values = dict.fromkeys(_VALUE.findall(self.wording), ".+?")
        if not self.chinese and "record" in values:
            values["record"] = "(?:(?! of the ).)+?"  # `the Step of the complaint of the Request`: the last one counts
        names = [f"{article if name in NAMED else ''}(?P<{name}>{text})" for name, text in values.items()]
        first, *others = map(fixed, self.parts)
        return first + "".join(name + part for name, part in zip(names, others, strict=True))


@cache
def steps() -> tuple[Step, ...]:
    """Every wording, in both languages."""
    modules = (module.read_text(encoding="utf-8") for module in sorted(Path(__file__).parent.rglob("*.py")))
    trees = (ast.parse(module) for module in modules if any(f"@{kind}(" in module for kind in KINDS))
    functions = (node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return tuple(step for function in functions for step in _steps(function))


def _steps(function: ast.FunctionDef) -> Iterator[Step]:
    """The wordings of one function: `@given(parsers.parse("…"))` or `@given("…")`."""
    below = next((BELOW[arg.arg] for arg in function.args.args if arg.arg in BELOW), "")
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id in KINDS:
            wording = next(node.value for node in ast.walk(decorator) if isinstance(node, ast.Constant))
            yield Step(decorator.func.id, str(wording), below, ast.get_docstring(function) or "", function.name)


@lru_cache(maxsize=MAX_KEPT)
def find(kind: str, text: str) -> Step | None:
    """The wording of a step, or None.

    >>> find("when", "检查定义").wording, find("then", "检查定义")
    ('检查定义', None)
    """
    folded = text.casefold()
    likely = (step for step in steps() if folded.startswith(step.ends[0]) and folded.endswith(step.ends[1]))
    return max((step for step in likely if step.kind == kind and step.match(text)), key=_weight, default=None)


def other_kind(kind: str, text: str) -> Step | None:
    """The wording of a step that belongs behind another keyword, or None. Wordings made of hardly more than values fit
    too much to tell."""
    others = (step for step in steps() if step.kind != kind and step.match(text) and step.weight > LOOSE_WORDING)
    return max(others, key=_weight, default=None)


@lru_cache(maxsize=MAX_KEPT)
def clear_kind(text: str) -> str:
    """The kind of the step that a sentence without a keyword clearly is; empty where it may be a description.

    >>> clear_kind("the Stage of the application is Consultation"), clear_kind("the discount is given")
    ('given', '')
    """
    found = [step for kind in KINDS if (step := find(kind, text)) and step.weight >= CLEAR_WORDING[step.chinese]]
    return max(found, key=_weight).kind if found else ""


def mended(kind: str, text: str) -> str:
    """The step as it should be worded, where only spaces or the width of marks differ; the longest wording wins.

    >>> mended("when", "评估客户关系健康度")
    '评估 客户关系健康度'
    """
    ranked = sorted((step for step in steps() if step.kind == kind), key=lambda step: -step.weight)
    return next((worded for step in ranked if (worded := step.mended(text))), "")


def is_clear(kind: str, text: str) -> bool:
    """Whether a step that is worded right cannot have been meant as another with more words of its own.

    >>> is_clear("then", "没有 等级"), is_clear("then", "没有 后续动作")
    (True, False)
    """
    found = find(kind, text)
    others = (step for step in steps() if step.kind == kind and found and step.weight > found.weight)
    return found is not None and all(step.likeness(text) < 1 for step in others)


def nearest(kind: str, text: str, chinese: bool, limit: int = 6) -> list[Step]:
    """The wordings in one language that have most in common with a step, best first.

    >>> [step.shown for step in nearest("when", "检查一下定义", chinese=True)]
    ['检查定义', '… 查看 …']
    """
    wordings = ((step.likeness(text), step) for step in steps() if (step.kind, step.chinese) == (kind, chinese))
    ranked = sorted(wordings, key=lambda pair: -pair[0])
    return [step for likeness, step in ranked[:limit] if likeness >= ALIKE]


def shown(kind: str, chinese: bool) -> list[str]:
    """Every wording of a kind in one language."""
    return [step.shown for step in steps() if (step.kind, step.chinese) == (kind, chinese)]


def _weight(step: Step) -> int:
    return step.weight


def _loose(part: str) -> str:
    """A fixed text whose spaces may be missing or many."""
    words = [re.escape(word) for word in part.translate(NARROW).split()]
    return r"\s*" + r"\s*".join(words) + r"\s*"


NAMED = ("definition", "policy", "survey", "pipeline", "tags", "clock", "question", "record", "follow_up", "score")
"""The values that name something; the others are values of fields, moments, texts."""
ALIKE = 0.5
LOOSE_WORDING = 3
CLEAR_WORDING = {False: 12, True: 6}  # weights of wordings that no description has by chance; Chinese ones are denser
NARROW = str.maketrans("，：“”％；（）", ',:""%;()')
_VALUE = re.compile(r"\{(\w+)\}")
