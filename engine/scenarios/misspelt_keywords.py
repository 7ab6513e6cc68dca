"""Words that people write for Gherkin's keywords, by what they mean."""

MEANT: dict[str, tuple[str, ...]] = {
    "feature": ("特性", "特征", "功能点", "需求", "故事", "用户故事", "模块", "Story", "Features", "Function"),
    "background": ("前提", "前置条件", "前置", "背景条件", "准备", "Setup", "Backgrounds", "Precondition"),
    "rule": ("规定", "准则", "Rules"),
    "outline": (
        "场景模板", "场景纲要", "场景概要", "场景提纲", "情景大纲", "场景轮廓", "剧本模板", "大纲", "场景大刚",
        "Outline", "Scenario Outlines", "Scenario outline",
    ),
    "scenario": (
        "情景", "场境", "场面", "用例", "测试", "测试用例", "情况", "案例", "场 景", "情形",
        "Scenario 1", "Senario", "Scenerio", "Test", "Case", "Test Case",
    ),
    "examples": (
        "示例", "样例", "实例", "举例", "例", "例如", "比如", "数据", "范例", "列子", "例字",
        "Exemples", "Data", "Table", "Sample", "Samples",
    ),
    "given": (
        "如果", "假使", "若", "给定", "已知", "倘若", "要是", "鉴于", "假若", "前提", "前提是", "设", "如",
        "If", "Suppose", "Assume", "Assuming", "given", "GIVEN",
    ),
    "when": ("当我", "每当", "一旦", "When I", "when", "WHEN", "If I", "Once"),
    "then": (
        "则", "那", "就", "应该", "应当", "结果", "那末", "那麽", "哪么", "期望", "预期",
        "then", "THEN", "Expect", "Should", "Result",
    ),
    "and": ("并", "且", "和", "以及", "还有", "另外", "此外", "然后", "接着", "再", "而", "不过", "可是",
            "and", "AND", "but", "BUT", "Also", "Or"),
}  # fmt: skip
"""The kind of a keyword, and what is written in its stead."""
