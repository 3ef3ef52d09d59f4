"""Turns judgements into tables, lists of errors, JSON, and gains and losses against an earlier run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.evaluation.extraction import (
    CITATION,
    CLAUSE,
    DEADLINE,
    EXTRA,
    KIND,
    LINE,
    LINK,
    MISSED,
    OWNER,
    PARTNER,
    RIGHT,
    TARGET,
    WRONG,
    Outcome,
)

# measure -> (what it is called, the target of the project; None: not set)
MEASURES: dict[str, tuple[str, float | None]] = {
    CITATION: ("viện dẫn (F1)", 0.96),
    LINK: ("nối nhầm (tỷ lệ)", 0.01),
    CLAUSE: ("khoản, điểm (đúng)", None),
    LINE: ("dòng chỉ đạo (F1)", 0.90),
    KIND: ("loại chỉ đạo (đúng)", None),
    OWNER: ("đơn vị chủ trì (F1)", 0.88),
    PARTNER: ("đơn vị phối hợp (F1)", None),
    DEADLINE: ("thời hạn (F1)", 0.90),
    TARGET: ("chỉ tiêu số (F1)", 0.90),
}
VERDICTS = {WRONG: "sai", MISSED: "thiếu", EXTRA: "thừa"}
SPLITS = {"dev": "dev (để viết luật)", "test": "test (chỉ để chấm)"}


@dataclass(frozen=True, slots=True)
class Results:
    """A run: its documents (name -> split), its judgements, and the quotes of the gold that are found no longer."""

    documents: dict[str, str]
    outcomes: tuple[Outcome, ...]
    lost: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0


def value(measure: str, outcomes: Iterable[Outcome]) -> float | None:
    """F1, share of right ones, or (LINK) wrong links among all links; None where there was nothing to judge."""
    counts = Counter(one.verdict for one in outcomes if one.measure == measure)
    right, wrong, missed, extra = (counts[verdict] for verdict in (RIGHT, WRONG, MISSED, EXTRA))
    if not counts:
        return None
    if measure == LINK:
        return wrong / counts.total()
    return 2 * right / (2 * right + 2 * wrong + missed + extra)


def render(results: Results, *, errors: int = 10, open_test: bool = False) -> str:
    """The tables by split and by document and the worst errors; of the test split numbers only, unless opened."""
    parts = []
    for split in ("dev", "test"):
        if split in results.documents.values():
            parts += [_split_table(results, split), _document_table(results, split)]
    shown = [one for one in results.outcomes if open_test or one.split != "test"]
    parts += [_errors(shown, errors)] if errors else []
    parts += [f"Không còn thấy trong {name}: {'; '.join(quotes)}" for name, quotes in results.lost.items()]
    return "\n\n".join(part for part in parts if part)


def _split_table(results: Results, split: str) -> str:
    chosen = [one for one in results.outcomes if one.split == split]
    count = sum(other == split for other in results.documents.values())
    lines = [
        f"{SPLITS[split]}: {count} văn bản",
        "",
        "| số đo | trị | mục tiêu | đúng | sai | thiếu | thừa |",
        "|---|---|---|---|---|---|---|",
    ]
    for measure, (name, target) in MEASURES.items():
        counts = Counter(one.verdict for one in chosen if one.measure == measure)
        cells = " | ".join(str(counts[verdict]) for verdict in (RIGHT, WRONG, MISSED, EXTRA))
        sign = "≤" if measure == LINK else "≥"
        lines.append(f"| {name} | {_number(value(measure, chosen))} | {f'{sign} {target:.2f}' if target else ''} | {cells} |")
    return "\n".join(lines)


def _document_table(results: Results, split: str) -> str:
    shown = (CITATION, LINE, OWNER, DEADLINE, TARGET)
    lines = ["| văn bản | " + " | ".join(MEASURES[measure][0] for measure in shown) + " |", "|---" * (len(shown) + 1) + "|"]
    for name, of in results.documents.items():
        if of == split:
            chosen = [one for one in results.outcomes if one.document == name]
            lines.append(f"| {name} | " + " | ".join(_number(value(measure, chosen)) for measure in shown) + " |")
    return "\n".join(lines)


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:.3f}"


def _errors(outcomes: Sequence[Outcome], limit: int) -> str:
    """The worst errors: wrong links and numbers first, then lines, then their fields; from every document in turn."""
    order = {measure: rank for rank, measure in enumerate((LINK, CITATION, LINE, DEADLINE, TARGET, OWNER, PARTNER, CLAUSE, KIND))}
    weight = {WRONG: 0, MISSED: 1, EXTRA: 2}
    wrong = [one for one in outcomes if one.verdict != RIGHT]
    turn: Counter[tuple[str, str]] = Counter()
    ranked = []
    for one in sorted(wrong, key=lambda one: (order[one.measure], weight[one.verdict], one.document, one.line)):
        turn[one.document, one.measure] += 1
        ranked.append((turn[one.document, one.measure], order[one.measure], one))
    ranked.sort(key=lambda entry: entry[:2])
    lines = [f"Lỗi nặng nhất ({min(limit, len(wrong))} trong {len(wrong)}):"]
    return "\n".join([*lines, *(line(one) for _, _, one in ranked[:limit])]) if wrong else ""


def line(one: Outcome) -> str:
    """One judgement as a line of a list."""
    note = f" [{one.note}]" if one.note else ""
    return f"- {one.document}:{one.line} {MEASURES[one.measure][0]} {VERDICTS.get(one.verdict, 'đúng')}: {one.label}{note}"


def save(results: Results, path: Path) -> None:
    """Write a run as JSON, one judgement a line, so that two runs can be compared by eye too."""
    head = {"documents": results.documents}
    rows = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in results.outcomes)
    path.write_text(f'{{"run": {json.dumps(head, ensure_ascii=False)},\n"outcomes": [\n{rows}\n]}}\n', encoding="utf-8")


def load(path: Path) -> Results:
    """A run as `save` wrote it."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return Results(read["run"]["documents"], tuple(Outcome(**row) for row in read["outcomes"]))


def compared(before: Results, now: Results) -> str:
    """Gains and losses of this run against an earlier one: numbers for both splits, lines for dev only."""
    parts = []
    for split in ("dev", "test"):
        if split in now.documents.values():
            parts.append(_differences(split, *([one for one in run.outcomes if one.split == split] for run in (before, now))))
    return "\n\n".join(parts)


def _differences(split: str, before: list[Outcome], now: list[Outcome]) -> str:
    lines = [f"{SPLITS[split]}:"]
    for measure, (name, _) in MEASURES.items():
        old, new = value(measure, before), value(measure, now)
        if old != new:
            lines.append(f"  {name}: {_number(old)} → {_number(new)}")
    gained, lost = _faults(before) - _faults(now), _faults(now) - _faults(before)
    lines.append(f"  được {gained.total()}, mất {lost.total()}")
    if split != "test":
        lines += [f"  + {words}" for words in sorted(gained.elements())] + [f"  - {words}" for words in sorted(lost.elements())]
    return "\n".join(lines)


def _faults(outcomes: Iterable[Outcome]) -> Counter[str]:
    return Counter(line(one).removeprefix("- ") for one in outcomes if one.verdict != RIGHT)
