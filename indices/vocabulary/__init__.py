"""The words of the indexed texts, counted: what the search knows of the language, built and kept with the index."""

from indices.vocabulary.counting import counted, merged
from indices.vocabulary.files import load, packed, save, unpacked
from indices.vocabulary.records import of_records
from indices.vocabulary.value import EMPTY, Named, Vocabulary

__all__ = ["EMPTY", "Named", "Vocabulary", "counted", "load", "merged", "of_records", "packed", "save", "unpacked"]
