"""What scenarios may call a result and its parts: words for what every scorecard publishes, and the author's own.

Gives   the way that a path leads, `bounds.low`, `评级`, `Trust score`, as keys of the result.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.boxed import DecisionTable
from engine.model.kinds.decision import DecisionDefinition
from engine.model.kinds.kind import Definition
from engine.model.kinds.scoring import Scorecard
from engine.model.reading import texts

WORDS = {
    "综合评分": "total",
    "等级": "rating",
    "评级": "rating",
    "完整度": "completeness",
    "说明": "note",
    "策略": "strategy",
    "概率": "probability",
    "维度": "label",
    "系统分": "auto",
    "人工分": "manual",
    "得分": "points",
    "加权": "contribution",
    "达到": "points",
    "dimension": "label",
}
"""Words for what a result publishes; any other word is a key of the result itself."""

WHOLE = ("结果", "result")
"""Words for the result as a whole."""

OwnWords = Mapping[str, str]


def own_words(definition: Definition | None) -> OwnWords:
    """The author's words for the total, the rating and what else a row of the ratings says; for the only result of a
    decision its label and the head of its column."""
    if isinstance(definition, Scorecard):
        rating, *others = definition.ratings.outputs or [None]
        words = dict.fromkeys(texts(definition.total), "total")
        words |= dict.fromkeys(texts(rating.label), "rating") if rating else {}
        return {**{said: f"outputs.{each.name}" for each in others if each for said in texts(each.label)}, **words}
    if not isinstance(definition, DecisionDefinition):
        return {}
    heads = definition.logic.outputs if isinstance(definition.logic, DecisionTable) else ()
    said = [word for each in heads for word in texts(each.label)]
    if len(heads) > 1:  # one of several columns may be called as the whole is otherwise
        return {word: word for word in said if word in WHOLE}
    return dict.fromkeys((definition.name, *texts(definition.label), *said), "")


def way(path: str, own: OwnWords) -> list[str]:
    """The keys that a path leads along, the author's own words replaced; none for the whole result.

    >>> way("Trust score", {"Trust score": "total"}), way("bounds.low", {}), way("折扣", {"折扣": ""}), way("结果", {})
    (['total'], ['bounds', 'low'], [], [])
    """
    if path in WHOLE and path not in own:
        return []
    first, dot, rest = path.partition(".")
    keys = own[path] if path in own else f"{own.get(first, first)}{dot}{rest}"
    return keys.split(".") if keys else []
