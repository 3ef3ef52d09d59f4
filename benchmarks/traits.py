"""`python -m benchmarks.traits`: how long the catalog takes to count documents by owner, deadline and so on, and to filter by them.

Documents are made up: six directives each with an owner and a day, and a clause on validity. Best of five, in milliseconds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.stopwatch import machine
from corpus.relations import TraitFilter
from corpus.settings import Settings
from corpus.store import Store, open_store
from tests.corpus.store.notices import keep, notice, order

ORDERS, OWNERS = 6, 300
LINES = (
    *(f"Giao Sở số {i} rà soát việc {i} trước ngày 20/12/2026." for i in range(ORDERS)),
    "Điều 1. Quyết định này có hiệu lực từ ngày 10/01/2021 đến hết ngày 31/12/2031.",
)
COUNTED = (50, 400, 800, 3000)
FILTERS = (
    TraitFilter(owner=("Sở số 5",)),
    TraitFilter(deadline=("later",)),
    TraitFilter(validity=("in_force",)),
    TraitFilter(tasks=("no",)),
)


def main() -> None:
    """Make the documents and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(data_dir=Path(folder)))
        ids = [_kept(store, number) for number in range(options.documents)]
        print(f"{machine()}; {len(ids):,} documents")
        for count in COUNTED:
            if count <= len(ids):
                print(f"count {count:,} documents: {_best(lambda count=count: store.traits(ids[:count])):.0f} ms")  # type: ignore[misc]
        for wanted in FILTERS:
            found = len(store.documents_with(wanted))
            print(f"filter {wanted.chosen}: {found:,} documents, {_best(lambda wanted=wanted: store.documents_with(wanted)):.0f} ms")  # type: ignore[misc]
        store.close()


def _kept(store: Store, number: int) -> str:
    """One more document in the store; its id."""
    directives = tuple(
        order(LINES, LINES[i], owners=(f"Sở số {(number * 7 + i) % OWNERS}",), due=f"2026-{1 + (number + i) % 12:02}-20")
        for i in range(ORDERS)
    )
    return keep(store, f"{number}.txt", notice(f"{number}/KH-UBND", "2021-11-01", LINES, directives=directives))


def _best(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
