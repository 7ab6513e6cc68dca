"""How explanations word what a scorecard gives: `9 × 30% = 2.70`, `2.70 + 2.25 + … = 8.60`, in Chinese and English.

Every entry is a pair of texts with FEEL between `{{` and `}}`, about `result` and the decisions that it rests on.
"""

from __future__ import annotations

from engine.model.kinds.scoring import Dimension, percent

Wording = tuple[str, str]


def fixed(number: str) -> str:
    """FEEL for a number with two decimal places: `string(decimal(…, 2) + 0.00)`, for `decimal` itself does not pad."""
    return f"string(decimal({number}, 2) + 0.00)"


POINTS: Wording = (
    '{{ if result = null then "没有数据" else string(result) + " 分" }}',
    '{{ if result = null then "no data" else string(result) + " points" }}',
)
BONUS: Wording = (
    '{{ if result = 0 then "没有加分" else "加 " + string(result) + " 分" }}',
    '{{ if result = 0 then "no bonus" else "plus " + string(result) + " points" }}',
)
PUBLISHED: Wording = (
    f'{{{{ if result.rating = null then "数据不足，不评级" else {fixed("result.total")} + "，" + result.rating '
    '+ (if result.provisional then "（暂定，" + result.note + "）" else "") }}',
    f'{{{{ if result.rating = null then "too little data to rate" else {fixed("result.total")} + ", " + result.rating '
    '+ (if result.provisional then " (provisional: " + result.note + ")" else "") }}',
)
STRATEGY: Wording = (
    '{{ if result = null then "没有" else string join(result.actions, "、") }}',
    '{{ if result = null then "none" else string join(result.actions, "; ") }}',
)


def _total(nothing: str) -> str:
    """`2.70 + 2.25 = 4.95`; over what is known: `(2.25 + 1.60) ÷ 45% = 8.56`."""
    terms = f'string join(for c in result.contributions return {fixed("c")}, " + ")'
    hundredths = "result.weight * 100"
    share = f"(if {hundredths} = floor({hundredths}) then floor({hundredths}) else {hundredths})"
    scaled = f'(if result.weight = 1 then {terms} else "(" + {terms} + ") ÷ " + string({share}) + "%")'
    return f'{{{{ if result.total = null then "{nothing}" else {scaled} + " = " + {fixed("result.total")} }}}}'


TOTAL: Wording = (_total("数据不足，不评分"), _total("too little data for a total"))


def dimension(which: Dimension) -> Wording:
    """`9 × 30% = 2.70 (manual score; computed: 10)`."""
    product = f'string(result.points) + " × {percent(which.weight)} = " + {fixed("result.contribution")}'
    computed = '(if result.auto = null then "–" else string(result.auto))'
    zh = f'(if result.manual = null then "" else "（人工评分，系统分 " + {computed} + "）")'
    en = f'(if result.manual = null then "" else " (manual score; computed: " + {computed} + ")")'
    return (
        f'{{{{ if result.points = null then "没有数据，不计入" else {product} + {zh} }}}}',
        f'{{{{ if result.points = null then "no data, left out" else {product} + {en} }}}}',
    )


def rating(total: str, name: str) -> Wording:
    """`良好`, or by which bound it is held while data are missing; `total`, `name`: FEEL."""
    low = f'(if {total}.provisional then "{{}}" + {fixed(f"{total}.low")} + "{{}}" else "")'
    zh, en = low.format("按最低可能的 ", " 暂定为 "), low.format("provisional, by the lowest possible total ", ": ")
    return (
        f'{{{{ if result = null then "不评级" else {zh} + {name} }}}}',
        f'{{{{ if result = null then "not rated" else {en} + {name} }}}}',
    )


def next(total: str) -> Wording:  # noqa: A001 - as the decision is called
    """`优秀：互动粘性达到 10 分，或者需求匹配度达到 10 分`; `total`: FEEL for the total's decision."""
    ways = 'string join(for w in result.ways return w.label + "{}" + string(w.points) + "{}", {})'
    zh = ways.format("达到 ", " 分", 'if result.together then "，并且" else "，或者"')
    en = ways.format(": ", " points", 'if result.together then " and " else " or "')
    return (
        f'{{{{ if {total}.provisional then "数据齐全以后再看" else if result = null then "已是最高一级" '
        f'else result.rating + "：" + {zh} }}}}',
        f'{{{{ if {total}.provisional then "to be seen when the data are complete" else if result = null '
        f'then "this is the highest" else result.rating + ": " + {en} }}}}',
    )
