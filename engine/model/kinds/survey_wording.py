"""How explanations word what a survey gives, in Chinese and English: pairs of texts with FEEL between `{{` and `}}`."""

from __future__ import annotations

from engine.dsl.text import LANGUAGES, Text
from engine.model.kinds.survey_parts import Item, Score, Survey
from engine.model.synthesis import quoted

Wording = tuple[str, str]

NOTHING = {"zh": "没有回答", "en": "no answer"}

RATINGS: Wording = (
    '{{ if count(result) = 0 then "没有" else string join(for r in result return string(r), "、") }}',
    '{{ if count(result) = 0 then "none" else string join(for r in result return string(r), ", ") }}',
)
PUBLISHED: Wording = (
    "{{ string(count(result.scores[item.value != null])) }} 项得分，{{ string(count(result.flags)) }} 个质量标记，"
    "{{ string(count(result.follow_up)) }} 项后续",
    "{{ string(count(result.scores[item.value != null])) }} scores, {{ string(count(result.flags)) }} flags, "
    "{{ string(count(result.follow_up)) }} follow-ups",
)


def follow_up(created: Text) -> Wording:
    """`新建 任务`, or that nothing is needed."""
    zh, en = quoted("新建 " + created.say("zh")), quoted("create " + created.say("en"))
    return (
        f'{{{{ if result = null then "不需要" else {zh} }}}}',
        f'{{{{ if result = null then "not needed" else {en} }}}}',
    )


def whether_shown(label: Text) -> Text:
    """What the condition of a question is called."""
    return Text(f"要不要问“{label.say('zh')}”", f"whether to ask “{label.say('en')}”")


def flags(survey: Survey) -> Wording:
    """`填写过快、所有评分相同`, or that there are none."""
    zh, en = (_labels_of(survey, lang, *words) for lang, words in (("zh", ("没有", "、")), ("en", ("none", ", "))))
    return zh, en


def _labels_of(survey: Survey, lang: str, nothing: str, separator: str) -> str:
    labels = ", ".join(f"{quoted(flag.name)}: {quoted(flag.label.say(lang))}" for flag in survey.flags)
    said = f"string join(for flag in result return get value({{{labels}}}, flag), {quoted(separator)})"
    return f"{{{{ if count(result) = 0 then {quoted(nothing)} else {said} }}}}"


def answer(item: Item) -> Wording:
    """`4 满意`; the rows of a matrix one after the other; or that there is no answer."""
    absent = " and ".join(f"result.{row.name} = null" for row in item.rows) or "result = null"
    zh, en = (f"{{{{ if {absent} then {quoted(NOTHING[lang])} else {_said(item, lang)} }}}}" for lang in LANGUAGES)
    return zh, en


def _said(item: Item, lang: str) -> str:
    """FEEL for an answer in words."""
    if item.rows:
        rows = (_row(f"result.{row.name}", row.label.say(lang), item, lang) for row in item.rows)
        return f'string join([{", ".join(rows)}], "; ")'
    return _chosen("result", item, lang) if item.scale else "string(result)"


def _row(value: str, label: str, item: Item, lang: str) -> str:
    chosen = _chosen(value, item, lang) if item.scale else f"string({value})"
    return f"(if {value} = null then null else {quoted(label + ' ')} + {chosen})"


def _chosen(value: str, item: Item, lang: str) -> str:
    """FEEL for a point of the scale with its name, where it has one."""
    named = [c for c in item.choices if c.label.say(lang) != c.value]
    if not named:
        return f"string({value})"
    names = ", ".join(f"{quoted(c.value)}: {quoted(' ' + c.label.say(lang))}" for c in named)
    name = f"get value({{{names}}}, string({value}))"
    return f'string({value}) + (if {name} = null then "" else {name})'


def score(of: Score, asked: int) -> Wording:
    """`4.33`, or that too few questions were answered."""
    least = max(of.min_answered, 1)
    rounded = "string(decimal(result, 2))"
    return (
        f'{{{{ if result = null then "{asked} 题里回答的不到 {least} 题，不计分" else {rounded} }}}}',
        f'{{{{ if result = null then "fewer than {least} of {asked} answered, no score" else {rounded} }}}}',
    )
