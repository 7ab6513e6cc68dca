"""Functions that the standard does not have: whole months, texts as they are compared, the spread of figures."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from engine.dsl.builtins.registry import builtin
from engine.dsl.builtins.temporal import years_and_months_duration
from engine.dsl.nulls import null
from engine.dsl.temporal import Date, DateTime
from engine.dsl.values import DECIMAL128

SECTION = "extension"


@builtin("months between", section=SECTION)
def months_between(from_: Date | DateTime, to: Date | DateTime) -> Decimal:
    """The whole months from one date to another, negative when `to` is earlier. Times and zones do not count.

    months between(@"2025-01-15", @"2026-01-14") = 11
    months between(@"2025-01-15", @"2026-01-15") = 12
    months between(@"2026-01-15", @"2025-01-15") = -12
    """
    return Decimal(years_and_months_duration(from_, to).months)


@builtin("normalised", section=SECTION)
def normalised(text: str) -> str:
    """The text as it is compared with others that people typed: width, case and white space made the same.

    normalised(" ＡＢＣ　公司 ") = "abc 公司"
    normalised("Guiju  Ltd.") = normalised("ＧＵＩＪＵ ltd.")
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


@builtin("digits", section=SECTION)
def digits(text: str) -> str:
    """The decimal digits of the text, full-width ones and those of other scripts as 0 to 9; nothing else.

    digits("+86 138-0013-8000") = "8613800138000"
    digits("１２３") = "123"
    digits("none") = ""
    """
    return "".join(str(unicodedata.decimal(char)) for char in text if char.isdecimal())


@builtin("spread", section=SECTION)
def spread(list_: list[Decimal]) -> Decimal | None:
    """The greatest number of the list less the least. Null when the list is empty.

    spread([3, 5, 4]) = 2
    spread([4, 4, 4]) = 0
    spread([]) = null
    """
    if not list_:
        return null("GJ1308", function="spread", parameter="list")
    return DECIMAL128.subtract(max(list_), min(list_))
