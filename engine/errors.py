"""The exceptions a caller may meet.

GuijuError
├── DefinitionError     definitions that do not compile; `.diagnostics` says why
├── EvaluationError     a record that cannot be evaluated; `.diagnostics` says why
│   └── LimitExceeded   an expression asked for more than the limits allow
└── UsageError          a name or a path that does not exist
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.dsl.diagnostics import Diagnostic
from engine.dsl.text import Text


class GuijuError(Exception):
    """Any error of ours. `said` is its text in zh and en; `diagnostics` is empty where that says everything."""

    def __init__(self, message: str | Text, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self.said = message if isinstance(message, Text) else Text(message)
        super().__init__(self.said.say("en"))
        self.diagnostics = tuple(diagnostics)


class DefinitionError(GuijuError):
    """Definitions that do not compile."""


class EvaluationError(GuijuError):
    """A record or an expression that cannot be evaluated."""


class LimitExceeded(EvaluationError):  # noqa: N818 - the name says what happened
    """An expression asked for more steps, digits, items or characters than `dsl.limits` allows."""


class UsageError(GuijuError):
    """A name or a path that does not exist, an option that does not fit."""


_WHY: tuple[tuple[type[Exception], Text], ...] = (
    (FileNotFoundError, Text("没有这个文件", "there is no such file")),
    (IsADirectoryError, Text("这是文件夹，不是文件", "this is a folder, not a file")),
    (PermissionError, Text("没有读它的权限", "it may not be read")),
    (UnicodeDecodeError, Text("不是 UTF-8 编码的文本，请另存为 UTF-8", "it is no text in UTF-8; save it as UTF-8")),
    (Exception, Text("读不出来", "it cannot be read")),
)


def unreadable(path: object, error: Exception) -> UsageError:
    """What to tell of a file that could not be read.

    >>> unreadable("facts.yaml", FileNotFoundError(2, "")).said.zh
    'facts.yaml：没有这个文件'
    """
    why = next(said for kind, said in _WHY if isinstance(error, kind))
    return UsageError(Text(f"{path}：{why.zh}", f"{path}: {why.en}"))
