"""Errors are raised in other processes too, and come from there whole."""

from __future__ import annotations

import pickle

from corpus.errors import StoreError
from indices.elastic.bulk import Rejected, Rejection


def test_an_error_comes_whole_from_another_process() -> None:
    """Its code and its Vietnamese sentence survive the way."""
    sent = pickle.loads(pickle.dumps(StoreError("backup_failed", "Không ghi được.")))
    assert (type(sent), sent.code, sent.message) == (StoreError, "backup_failed", "Không ghi được.")


def test_what_a_kind_of_error_adds_comes_with_it() -> None:
    """A subclass that is made from something else is not made again from its sentence."""
    sent = pickle.loads(pickle.dumps(Rejection([Rejected("a:0", "quá dài")])))
    assert sent.rejected == (Rejected("a:0", "quá dài"),)
    assert "a:0: quá dài" in sent.message
