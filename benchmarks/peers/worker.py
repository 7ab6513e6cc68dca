"""One FEEL engine behind a line protocol; runs in the Python that has the engine installed.

python worker.py guiju | bkflow-feel | pySFeel | SpiffWorkflow

Reads   a line of JSON a request: {"phase": "parse" | "first" | "again", "text": …, "context": {…}, "count": …}.
Gives   a line of JSON: {"value": …, "us": microseconds of the processor for one time} or {"error": …}. For "parse" and
        "first" the text is new every time to an engine that keeps what it has read: blanks behind it differ.
"""

import json
import logging
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


def guiju():
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import engine
    from engine.dsl.names import NO_NAMES
    from engine.dsl.parser import parse_expression

    return lambda text: parse_expression(text, NO_NAMES), lambda text, context: engine.feel(text, context, mode="dmn")


def bkflow_feel():
    from bkflow_feel.api import parse_expression

    return None, lambda text, context: parse_expression(text, context)


def pysfeel():
    import pySFeel

    parser = pySFeel.SFeelParser()

    def evaluate(text, context):
        for name, value in context.items():
            parser.sFeelParse(f"{name} <- {json.dumps(value)}")
        status, value = parser.sFeelParse(text)
        if "errors" in status:
            raise ValueError(status["errors"][0])
        return value

    return None, evaluate


def spiffworkflow():
    from SpiffWorkflow.bpmn.script_engine.feel_engine import FeelLikeScriptEngine

    script = FeelLikeScriptEngine()
    return None, lambda text, context: script._evaluate(text, dict(context))


ENGINES = {"guiju": guiju, "bkflow-feel": bkflow_feel, "pySFeel": pysfeel, "SpiffWorkflow": spiffworkflow}


def timed(work, texts):
    began = time.process_time()
    for text in texts:
        value = work(text)
    return value, (time.process_time() - began) / len(texts) * 1e6


def answer(parse, evaluate, request, used):
    phase, text, context, count = (request[key] for key in ("phase", "text", "context", "count"))
    if phase == "parse" and parse is None:
        return {"error": "cannot parse by itself"}
    texts = [text + " " * (used + i) for i in range(count)] if used and phase != "again" else [text] * count
    value, us = timed(parse if phase == "parse" else lambda each: evaluate(each, context), texts)
    return {"value": None if phase == "parse" else value, "us": us}


def main(name):
    try:
        parse, evaluate = ENGINES[name]()
    except ImportError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        return
    print(json.dumps({"ready": name}), flush=True)
    used = 1 if name == "guiju" else 0  # only this engine keeps what it has read
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = answer(parse, evaluate, request, used)
        except Exception as error:
            reply = {"error": repr(error)}
        used = 1 + (used + request["count"]) % 5000 if name == "guiju" else 0
        print(json.dumps(reply, default=float), flush=True)


if __name__ == "__main__":
    sys.stdout, answers = sys.stderr, sys.stdout  # what an engine prints must not get between the answers
    builtin_print = print

    def print(*values, **options):  # noqa: A001
        builtin_print(*values, **{**options, "file": answers})

    main(sys.argv[1])
