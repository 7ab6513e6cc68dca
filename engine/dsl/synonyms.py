"""Other words for what our files call otherwise: of other systems, of everyday Chinese."""

from __future__ import annotations

from collections.abc import Collection, Iterator

SYNONYMS: dict[str, tuple[str, ...]] = {
    # keys
    "title": ("label",), "caption": ("label",),
    "text": ("label", "string"), "question": ("label",), "名字": ("name",),
    "标题": ("label", "title"), "名称": ("label", "name"), "描述": ("hint",), "说明": ("hint", "note"),
    "description": ("hint",), "help": ("hint",), "mandatory": ("required",), "是否必填": ("required",),
    "values": ("options", "choices"), "options": ("choices",), "option": ("choices", "options"),
    "enum": ("options", "choice"), "items": ("options", "choices"),
    "choices": ("options",), "可选值": ("options",), "选择": ("options", "choices"), "公式": ("compute", "value"),
    "formula": ("compute", "value"), "expression": ("value", "compute"), "calculate": ("compute",),
    "condition": ("when", "visible_if"), "if": ("when", "visible_if"), "如果": ("when", "visible_if"),
    "relevant": ("visible_if",), "show_if": ("visible_if",), "constraint": ("valid_if",), "validate": ("valid_if",),
    "minimum": ("min",), "maximum": ("max",), "decimals": ("places",), "precision": ("places",),
    "private": ("sensitive",), "weighting": ("weight",), "比例": ("weight",), "占比": ("weight",),
    "分数": ("points",), "rules": ("table", "rules", "decision"),
    "exit_when": ("stop_when", "exit_if"), "end_when": ("stop_when", "exit_if"), "begin_when": ("start_when",),
    "entity": ("subject", "to"), "timezone": ("time_zone",),
    "holiday": ("holidays",), "limit": ("targets", "cap"), "limits": ("targets", "cap"), "policy": ("hit_policy",),
    "tooltip": ("hint",), "placeholder": ("hint",), "注释": ("hint",), "提示": ("hint",), "default_value": ("default",),
    "calculated": ("compute",), "calc": ("compute",), "expr": ("value", "compute"), "regex": ("valid_if",),
    "validation": ("valid_if",), "visible": ("visible_if",), "visible_when": ("visible_if",),
    "show_when": ("visible_if",), "required_when": ("required_if",),
    "mine": ("own",), "本人": ("own",), "自己的": ("own",), "everyone": ("all", "open"), "部门": ("team",),
    "本组": ("team",), "公开": ("open",),
    "multiple": ("choices",), "currency_code": ("currency",),
    "timers": ("clocks",),
    "tz": ("time_zone",), "zone": ("time_zone",), "locale": ("languages",), "language": ("languages",),
    # types
    "string": ("text", "string"), "str": ("text", "string"),
    "varchar": ("text",), "文本": ("text",), "文字": ("text",),
    "textarea": ("long_text", "text"), "多行文本": ("long_text", "text"), "int": ("integer", "number"),
    "整数": ("integer", "number"), "float": ("number",), "double": ("number",), "decimal": ("number",),
    "数字": ("number",), "数值": ("number",), "小数": ("number",), "金额": ("money", "number"),
    "currency": ("money",), "百分比": ("percent",), "percentage": ("percent",), "bool": ("boolean",),
    "是否": ("boolean",), "布尔": ("boolean",), "checkbox": ("boolean", "choices"), "日期": ("date",),
    "时间": ("time", "datetime"), "日期时间": ("datetime",), "timestamp": ("datetime",), "select": ("choice",),
    "radio": ("choice",), "dropdown": ("choice",), "下拉": ("choice",), "单选": ("choice",), "多选": ("choices",),
    "multiselect": ("choices",), "电话": ("phone",), "手机": ("phone",), "邮箱": ("email",), "邮件": ("email",),
    "关联": ("reference",), "引用": ("reference",), "person": ("user",), "人员": ("user",), "用户": ("user",),
    "money": ("number",), "integer": ("number",), "percent": ("number",),
    "choice": ("string",), "datetime": ("date and time",), "duration": ("days and time duration",),
    "其他": ("其它", "其余"), "其它": ("其他", "其余"), "其余": ("其他", "其它"), "others": ("other", "Other"),
    "矩阵": ("matrix",), "评分": ("rating",), "长文本": ("long_text",), "排序": ("ranking",), "手机号": ("phone",),
    "时长": ("days and time duration",), "天数": ("number", "days and time duration"), "long_text": ("string",),
    # kinds
    "form": ("entity", "survey"), "entities": ("entity",), "object": ("entity",), "rule": ("decision",),
    "table": ("decision",), "scoring": ("scorecard",), "score": ("scorecard",),
    "score_card": ("scorecard",), "questionnaire": ("survey",), "workflow": ("pipeline",), "tag": ("tags",),
    # what is missing
    **dict.fromkeys(("neutral", "中性", "中间分", "平均分", "默认分", "average", "default"), ("neutral(5)",)),
    **dict.fromkeys(("最低分", "最差", "零分", "0", "zero", "lowest", "minimum", "按最低"), ("worst",)),
    **dict.fromkeys(("忽略", "跳过", "不计", "排除", "ignore", "skip", "drop"), ("exclude",)),
    **dict.fromkeys(("重新分配", "按比例", "归一化", "renormalize", "normalise", "rescale"), ("renormalise",)),
    **dict.fromkeys(("不评", "不评级", "阻止", "stop", "none"), ("block",)),
    # hit policies
    "f": ("first",), "u": ("unique",), "a": ("any",), "p": ("priority",), "r": ("rule order",), "c": ("collect",),
    "o": ("output order",), "c+": ("collect sum",), "c#": ("collect count",), "c<": ("collect min",),
    "c>": ("collect max",), "第一条": ("first",), "第一行": ("first",), "首条": ("first",), "首行": ("first",),
    "first match": ("first",), "first hit": ("first",),
    "按顺序": ("first",), "最先": ("first",), "sum": ("collect sum",),
    "累加": ("collect sum", "sum"), "汇总": ("collect sum", "sum"), "任意": ("any",), "任一": ("any",),
    "优先级": ("priority",), "最高": ("collect max", "max"), "最低": ("collect min", "min"),
    # languages and currencies
    "cn": ("zh",), "zh-cn": ("zh",), "zh_cn": ("zh",),
    "中文": ("zh",), "汉语": ("zh",), "chinese": ("zh",), "chs": ("zh",),
    "英文": ("en",), "英语": ("en",), "english": ("en",), "en-us": ("en",), "en_us": ("en",), "eng": ("en",),
    "人民币": ("CNY",), "rmb": ("CNY",), "元": ("CNY",),
    "¥": ("CNY",), "美元": ("USD",), "$": ("USD",), "dollar": ("USD",),
    "欧元": ("EUR",), "€": ("EUR",), "euro": ("EUR",),
    "港币": ("HKD",), "港元": ("HKD",), "日元": ("JPY",), "英镑": ("GBP",),
    # words with a fixed meaning
    "唯一": ("unique",), "第一个": ("first",), "首个": ("first",), "全部": ("all", "collect"), "收集": ("collect",),
    "平均": ("mean",), "平均值": ("mean",), "average": ("mean",),
    "avg": ("mean",), "求和": ("sum",), "合计": ("sum",),
    "最小": ("min",), "最大": ("max",), "加权": ("weighted",), "备注": ("remark", "note"), "无": ("none",),
    "不限": ("none",), "无上限": ("none",), "没有": ("none",),
    "Asia/Beijing": ("Asia/Shanghai",), "Beijing": ("Asia/Shanghai",), "北京": ("Asia/Shanghai",),
    "新建": ("created",), "创建": ("created",), "新增": ("created",), "建立": ("created",), "create": ("created",),
    "new": ("created",), "insert": ("created",), "opened": ("created",), "open": ("created",),
    "修改": ("changed", "updated"), "变更": ("changed", "updated"), "更新": ("updated", "changed"),
    "更改": ("changed", "updated"), "edited": ("changed", "updated"), "modified": ("changed", "updated"),
    "update": ("updated", "changed"), "change": ("changed", "updated"),
    "7x24": ("24x7",), "24/7": ("24x7",), "7*24": ("24x7",), "24*7": ("24x7",), "全天候": ("24x7",), "全天": ("24x7",),
    "always": ("24x7",), "24小时": ("24x7",), "7×24": ("24x7",), "24×7": ("24x7",), "自然日": ("24x7",),
    "北京时间": ("Asia/Shanghai",), "China": ("Asia/Shanghai",), "UTC+8": ("Asia/Shanghai",),
    "GMT+8": ("Asia/Shanghai",), "+08:00": ("Asia/Shanghai",), "CST": ("Asia/Shanghai",), "PRC": ("Asia/Shanghai",),
}  # fmt: skip
"""What a word stands for, the likeliest first."""


def synonyms(word: str, known: Collection[str]) -> list[str]:
    """Those of the known words that another word stands for.

    >>> synonyms("string", ["text", "number"]), synonyms("weight", ["weight"])
    (['text'], [])
    """
    meant = [*SYNONYMS.get(word, SYNONYMS.get(word.casefold(), ())), *kindred(word)]
    return [each for each in meant if each in known]


def kindred(name: str) -> Iterator[str]:
    """A name with a word in it said in another way.

    >>> "缴费时间" in kindred("付款时间")
    True
    """
    for kin in KIN:
        for word in (each for each in kin if each in name):
            yield from (name.replace(word, other) for other in kin if other != word)


KIN = (
    ("clock", "timer"), ("时钟", "计时器", "计时"),
    ("付款", "缴费", "付费", "支付", "交费", "收款"), ("报名", "登记", "注册"), ("电话", "手机", "手机号"),
    ("开始", "起始"), ("结束", "截止", "终止"), ("完成", "完结", "办结"), ("金额", "费用", "价格"), ("数量", "个数"),
    ("时间", "日期", "时刻"), ("负责人", "经办人", "责任人"), ("解决", "修复", "处理"), ("创建", "建立", "新建"),
    ("原因", "理由"), ("备注", "说明"), ("评分", "打分", "得分", "分数"), ("等级", "级别", "评级"), ("状态", "阶段"),
    ("剩余", "剩下"), ("最近", "上次", "最后"), ("逾期", "超期", "超时"), ("客户", "顾客"),
)  # fmt: skip
"""Words for the same thing in names."""
