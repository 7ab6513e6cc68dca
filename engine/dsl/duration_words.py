"""Everyday words for lengths of time, by how they are written in a definition."""

from __future__ import annotations

_UNITS = {
    "小时": "钟头 个钟头 个钟 钟 个小时",
    "天": "个天 号",
    "周": "礼拜 个礼拜 个周",
    "个工作日": "工作天 个工作天 交易日 个交易日",
    "个月": "月份 个月份",
    "年": "个年 年度",
    "minutes": "mins",
    "weeks": "fortnight",
    "months": "m mo mos",
    "business days": "bd biz_day biz_days",
    "working days": "wds work_day work_days",
}
_PHRASES = {
    "1 天": "每天 每日 天天 一天一次 每天一次 明天 次日 第二天 一日",
    "1 周": "每周 每星期 每周一次 下周"
    + "".join(f" 每{week}{day}" for week in ("周", "星期", "礼拜") for day in "一二三四五六日天"),
    "1 个月": "每月 每个月 每月一次 月度 按月",
    "3 个月": "每季 每季度 每个季度 季度 按季 按季度 每季度一次",
    "6 个月": "每半年 半年 半年度 近半年",
    "12 个月": "每年 年度 每年一次 按年",
    "12 小时": "半天 半日",
    "30 分钟": "半小时 半个小时 半个钟头",
    "15 天": "半个月 半月",
    "15 分钟": "一刻钟 一刻",
    "24 小时": "当天 当日 今天",
    "1 day": "daily every_day tomorrow next_day day",
    "1 week": "weekly every_week next_week week"
    + "".join(f" every_{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")),
    "2 weeks": "biweekly fortnightly every_two_weeks",
    "1 month": "monthly every_month month",
    "3 months": "quarterly every_quarter quarter",
    "6 months": "half_a_year half-yearly semiannually biannually",
    "12 months": "yearly annually annual every_year year",
    "1 hour": "hourly every_hour an_hour hour",
    "30 minutes": "half_an_hour",
    "12 hours": "half_a_day",
    "24 hours": "same_day today",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word.replace("_", " "): meant for meant, words in table.items() for word in words.split()}


OTHER_UNITS = _by_word(_UNITS)
"""Words for units that are not understood, by a unit that is."""

SPOKEN = _by_word(_PHRASES)
"""Whole phrases, by the length of time that they stand for."""
