"""One committed state of a version, as questions see it: the same records until the next refresh."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from indices.elastic import schema
from indices.elastic.connection import Connection
from indices.elastic.schema import Body, among
from indices.elastic.state import State
from indices.protocol import Filters, IndexFailure, Match, Record, TextQuery, Vectors

EXACT = 20_000  # up to so many records every vector is compared; beyond, the graph is walked
_SPARE = 32  # matches asked for beyond the limit, to see whether equal scores go on
_DEEPEST = 10_000  # matches Elasticsearch gives at once
_BUCKETS = 5_000  # groups asked for at a time
_IDS = 1_000  # records asked for at a time


class View:
    """A committed state; safe to use from several threads."""

    def __init__(self, connection: Connection, index: str, state: State) -> None:
        self._connection = connection
        self.index, self.state = index, state

    # --- finding --------------------------------------------------------------------------------------------------

    def match(self, query: TextQuery, filters: Filters, limit: int) -> list[Match]:
        """The best records by text."""
        wanted = schema.matching(query, schema.conditions(filters), self.state.hidden())
        if wanted is None or limit <= 0:
            return []
        return self._best(lambda asked: wanted, limit, score=lambda score: score)

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> list[Match]:
        """The records nearest to a vector."""
        if not self.state.count or limit <= 0:
            return []
        if vector.shape != (self.state.dimensions,):
            raise IndexFailure("dimensions", dimensions_message(self.state.dimensions, vector.shape[-1]))
        allowed, numbers = schema.conditions(filters), vector.astype("float64").tolist()
        if self.state.count <= EXACT:
            every = schema.compared(numbers, [self.state.visible(), *allowed])
            return self._best(lambda asked: every, limit, score=lambda score: score - 1)
        hidden = self.state.hidden()
        return self._best(lambda asked: schema.walked(numbers, allowed, hidden, asked), limit, score=lambda score: 2 * score - 1)

    def _best(self, query: Callable[[int], Body], limit: int, *, score: Callable[[float], float]) -> list[Match]:
        """The best `limit`; equal scores in the order of the ids, also at the edge."""
        asked = min(limit + _SPARE, _DEEPEST)
        while True:
            hits = self._hits(query(asked), asked)
            found = [Match(hit["fields"]["id"][0], round(score(hit["_score"]), 4)) for hit in hits]
            if len(found) < asked or asked == _DEEPEST or found[-1].score < found[limit - 1].score:
                return sorted(found, key=lambda match: (-match.score, match.id))[:limit]
            asked = min(4 * asked, _DEEPEST)  # ties run over the edge: which of them come first is decided by id

    def _hits(self, query: Body, size: int) -> list[Any]:
        """Scores and ids. Ids come from their column, since beside `_id` and `_source` lies, until segments are merged, all that was sent.

        Sorting by id as well takes longer, and only ties as deep as can be asked for need it.
        """
        sort = [{"_score": "desc"}, {"id": "asc"}] if size == _DEEPEST else None
        ids: Body = {"source": False, "stored_fields": "_none_", "docvalue_fields": ["id"]}
        hits: list[Any] = self._search(query=query, size=size, sort=sort, track_total_hits=False, **ids)["hits"]["hits"]
        return hits

    # --- looking --------------------------------------------------------------------------------------------------

    def get(self, ids: Sequence[str]) -> list[Record]:
        """Records by id."""
        known: dict[str, Record] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), _IDS):
            query = {"bool": {"filter": [among("id", wanted[start : start + _IDS]), self.state.visible()]}}
            answer = self._search(query=query, size=_IDS, source=["record"], track_total_hits=False)
            records = [schema.shown(hit["_source"]) for hit in answer["hits"]["hits"]]
            known.update((record.id, record) for record in records)
        return [known[id] for id in ids if id in known]

    def facets(self, query: TextQuery | None, filters: Filters) -> dict[str, dict[str, int]]:
        """How many documents there are of each type, issuer and year among those that match."""
        wanted = schema.matching(query) if query is not None else {"match_all": {}}
        counts: dict[str, dict[str, int]] = {"type": {}, "issuer": {}, "year": {}}
        if wanted is None:
            return counts
        whole = {"bool": {"filter": [wanted, self.state.visible(), *schema.conditions(filters)]}}
        for key, _ in self._groups(whole, ("document", "type", "issuer", "year")):
            for name, found in counts.items():
                if key[name]:
                    found[str(key[name])] = found.get(str(key[name]), 0) + 1
        return {name: dict(sorted(found.items(), key=lambda row: (-row[1], row[0]))) for name, found in counts.items()}

    def documents(self, names: Sequence[str] | None = None) -> dict[str, int]:
        """Records held, by document; of those named, or of all."""
        if names is None:
            return {key["document"]: count for key, count in self._groups(self.state.visible(), ("document",))}
        held: dict[str, int] = {}
        for start in range(0, len(names), _IDS):
            query = {"bool": {"filter": [among("document", names[start : start + _IDS]), self.state.visible()]}}
            held |= {key["document"]: count for key, count in self._groups(query, ("document",))}
        return held

    def counted(self) -> int:
        """Records that count, counted anew."""
        return int(self._search(query=self.state.visible(), size=0, track_total_hits=True)["hits"]["total"]["value"])

    # --- inside ---------------------------------------------------------------------------------------------------

    def _groups(self, query: Body, names: Sequence[str]) -> Iterator[tuple[dict[str, Any], int]]:
        """Every combination of values with its number of records, in portions."""
        composite: Body = {"size": _BUCKETS, "sources": [{name: {"terms": {"field": name}}} for name in names]}
        while True:
            answer = self._search(query=query, size=0, aggs={"groups": {"composite": composite}})
            found = answer["aggregations"]["groups"]
            yield from ((bucket["key"], bucket["doc_count"]) for bucket in found["buckets"])
            if len(found["buckets"]) < _BUCKETS:
                return
            composite = {**composite, "after": found["after_key"]}

    def _search(self, *, query: Body, **options: Any) -> Any:
        """All shards or an error: an answer without some of them would look like the whole.

        The same question goes to the same copies of the shards, whose scores differ a little while deletions are merged away.
        """
        place = hashlib.md5(repr(query).encode(), usedforsecurity=False).hexdigest()
        return self._connection.read(
            lambda client: client.search(
                index=self.index,
                query=query,
                preference=place,
                allow_partial_search_results=False,
                search_type="dfs_query_then_fetch",
                **options,
            )
        )


def dimensions_message(expected: int, given: int) -> str:
    """What to do when the model was changed under an index."""
    return f"Chỉ mục giữ véc-tơ {expected} chiều nhưng mô hình cho {given} chiều. Hãy chạy «python -m indices rebuild» sau khi đổi mô hình."
