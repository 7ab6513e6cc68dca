"""Where records, their history and the results of rules are kept: the only importer of SQLAlchemy and Alembic.

    database.py   connections and transactions
    columns.py    how a value is stored exactly
    schema.py     the tables that entities ask for, and the growth of a database towards them
    identity.py   what tells records apart
    records.py    records, their duplicates and audit
    queries.py    lists: search and order
    collation.py  Chinese by pinyin
    ledger.py     evaluations, and the rules they were made under

No rules here: what may be stored is decided in `engine.runtime.forms`, what follows from it by the definitions.
"""

from engine.runtime.store.database import Database, Transaction, UnreachableError
from engine.runtime.store.identity import same
from engine.runtime.store.ledger import Assessment, Evaluation, Ledger
from engine.runtime.store.queries import Query
from engine.runtime.store.records import ONCE, Change, DuplicateError, Record, Records, StaleError, Stamp
from engine.runtime.store.schema import Schema

__all__ = [
    "ONCE",
    "Assessment",
    "Change",
    "Database",
    "DuplicateError",
    "Evaluation",
    "Ledger",
    "Query",
    "Record",
    "Records",
    "Schema",
    "StaleError",
    "Stamp",
    "Transaction",
    "UnreachableError",
    "same",
]
