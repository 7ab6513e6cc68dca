"""What every evaluation runs in: a budget, a clock, somebody who hears why values are null, and exact numbers.

All of it is set up in one function, because it is done for every record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import getcontext, setcontext
from typing import TypeVar

from engine.dsl import limits
from engine.dsl.instant import CLOCK
from engine.dsl.limits import BUDGET, Budget
from engine.dsl.nodes import NOWHERE
from engine.dsl.nulls import LISTENER, Reason
from engine.dsl.source import Span
from engine.dsl.values import TRAPPING

T = TypeVar("T")


def running(
    work: Callable[[], T], reasons: list[Reason], now: Callable[[], datetime] | None = None, place: Span = NOWHERE
) -> T:
    """What some work gives; an evaluation inside an evaluation shares the budget of the outer one.

    reasons   gets the reasons for nulls
    now       the clock that is read; without one there is no present
    place     what is evaluated: where a limit that is exceeded is told
    """
    listener, clock, numbers = LISTENER.set(reasons), CLOCK.set(now), getcontext()
    budget = None if BUDGET.get() else BUDGET.set(Budget(place))
    setcontext(TRAPPING)
    try:
        return work()
    except RecursionError:
        if budget is None:
            raise
        limits.exceeded("CALL_DEPTH", limits.CALL_DEPTH)
    finally:
        setcontext(numbers)
        if budget is not None:
            BUDGET.reset(budget)
        CLOCK.reset(clock)
        LISTENER.reset(listener)
