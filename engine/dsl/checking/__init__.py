"""The rules of the checker, one function per node: literals, names, calls, operators, control, tests, types.

Each takes the `Checker` (a scope and where findings go), the node and the type that is expected of it, and gives the
type of the node. checker.py has the table of them and is what others import.
"""
