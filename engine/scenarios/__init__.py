"""Scenarios: what must come out, said in Gherkin, in Chinese or English, and run on both executors.

stage.py    one scenario under way: the rules it may change, the facts it is given, what came out
steps.py    the whole vocabulary, a page
editing.py  a changed value at its place in a file
running.py  `guiju test`
"""
