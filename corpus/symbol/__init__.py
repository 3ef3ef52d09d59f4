"""Document numbers (số/ký hiệu): reading, canonical form, finding them in text, and the keys people type for them."""

from corpus.symbol.keys import identity, same, type_of, types_of, variants
from corpus.symbol.read import canonical, find, parse
from corpus.symbol.typed import QueryNumber, find_in_query
from corpus.symbol.value import Symbol

__all__ = ["QueryNumber", "Symbol", "canonical", "find", "find_in_query", "identity", "parse", "same", "type_of", "types_of", "variants"]
