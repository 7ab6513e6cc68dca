"""Scenarios: what must come out, said in Gherkin, in Chinese or English, and run on both executors.

stage.py                one scenario under way: the rules it may change, the facts it is given, what came out
steps.py, *_steps.py    the whole vocabulary, a page for each subject; vocabulary.py reads it without running it
gherkin.py              feature files line by line; feature_tree.py makes scenarios of them, slips included
features.py             what is wrong with a feature file before it runs
layout.py               feature files laid out, as `guiju fmt` does
editing.py              a changed value at its place in a file
running.py              `guiju test`
"""
