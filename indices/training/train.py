"""Trains the adapter: contrastive steps over the plan of each epoch, keeping its state to go on from and the adapter of every epoch."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from indices.model.adapter import Adapter, save
from indices.training import TrainingError, lora
from indices.training.pairs import LIMIT, Material
from indices.training.plan import Step, epoch
from indices.training.tower import Tower, half_is_faster

Say = Callable[[str], None]
WARM_UP = 0.1  # share of the steps in which the rate rises
KEPT_EVERY = 10  # steps after which a cut-off run can go on


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything, besides the material and what it begins with, that decides the adapter.

    Attributes:
        size: pairs in a step; every passage of the step is a negative of every other question.
        negatives: hard negatives drawn for each pair in each epoch.
        limit: tokens read of a passage.
        variants: weight of the loss of the questions in a variant (without marks, with a slip).
    """

    rank: int = 16
    scale: float = 2.0
    epochs: int = 3
    size: int = 32
    negatives: int = 2
    limit: int = LIMIT
    rate: float = 2e-4
    temperature: float = 0.03
    variants: float = 0.5
    seed: int = 20261121


def train(
    given: Material,
    hard: Sequence[Sequence[int]],
    *,
    base: Path,
    output: Path,
    recipe: Recipe,
    made: dict[str, str],
    start: Adapter | None = None,
    say: Say = print,
) -> Adapter:
    """Train and return the adapter, beginning from `start` where one is given; `output` gets epoch-N.safetensors.

    A run that was cut off goes on where it was last kept, in the precision it began in. Raises TrainingError where `start` has another
    rank or scale than the recipe, or what was kept is of another recipe, other material or another start.
    """
    torch.manual_seed(recipe.seed)
    of = {"recipe": asdict(recipe), "material": given.digest, "start": content(start) if start else ""}
    kept = _kept(output, of)
    half = kept["half"] if kept else half_is_faster()
    made = made | {"half": str(half)}
    tower = Tower(base, rank=recipe.rank, scale=recipe.scale, seed=recipe.seed, limit=recipe.limit, half=half)
    if start:
        lora.begin(tower.layers, start)
    plan = [_epoch(given, hard, recipe, number) for number in range(recipe.epochs)]
    optimiser, schedule = _optimiser(tower, recipe, sum(map(len, plan)))
    output.mkdir(parents=True, exist_ok=True)
    steps = [(number + 1, place + 1, step) for number, part in enumerate(plan) for place, step in enumerate(part)]
    done = _resumed(tower, optimiser, schedule, kept) if kept else 0
    for count, (number, place, step) in enumerate(steps[done:], done + 1):
        began = time.perf_counter()
        lost = _learn(tower, step, given.articles, recipe)
        torch.nn.utils.clip_grad_norm_(_trainable(tower), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        last = place == len(plan[number - 1])
        say(f"lượt {number} bước {place}/{len(plan[number - 1])}: mất mát {lost:.4f} ({time.perf_counter() - began:.1f} giây)")
        if last:
            said = made | {"recipe": json.dumps(asdict(recipe)), "epoch": str(number)}
            save(lora.adapter(tower.layers), output / f"epoch-{number}.safetensors", made=said)
        if last or place % KEPT_EVERY == 0:
            _keep(tower, optimiser, schedule, output=output, state=of | {"half": half, "done": count})
    return lora.adapter(tower.layers)


def content(adapter: Adapter) -> str:
    """What tells an adapter from others: a digest of its numbers."""
    digest = hashlib.sha256()
    for name in sorted(adapter.layers):
        digest.update(name.encode() + b"".join(part.astype("<f4").tobytes() for part in adapter.layers[name]))
    return digest.hexdigest()[:16]


def loss(questions: Tensor, passages: Tensor, allowed: Tensor, temperature: float) -> Tensor:
    """Mean cross-entropy of the right passage (row i's is i) among the allowed ones; unit vectors, `allowed` (n, passages) bool."""
    scores = (questions @ passages.T / temperature).masked_fill(~allowed, float("-inf"))
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(questions)))


def _epoch(given: Material, hard: Sequence[Sequence[int]], recipe: Recipe, number: int) -> list[Step]:
    seed = f"{recipe.seed}:{number}"
    return epoch(given.pairs, hard, given.articles, size=recipe.size, negatives=recipe.negatives, seed=seed)


def _learn(tower: Tower, step: Step, articles: Sequence[str], recipe: Recipe) -> float:
    """Gradients of one step; the loss as asked and in the variant, weighted."""
    passages = tower.passages([articles[i] for i in step.passages])
    asked, typed = tower.questions(step.questions).chunk(2)
    allowed = torch.tensor(step.allowed)
    plain = loss(asked, passages, allowed, recipe.temperature)
    total = (plain + recipe.variants * loss(typed, passages, allowed, recipe.temperature)) / (1 + recipe.variants)
    total.backward()
    return float(plain.detach())


def _trainable(tower: Tower) -> list[Any]:
    return [parameter for layer in tower.layers.values() for parameter in (layer.down, layer.up)]


def _optimiser(tower: Tower, recipe: Recipe, steps: int) -> tuple[Any, Any]:
    optimiser = torch.optim.AdamW(_trainable(tower), lr=recipe.rate, weight_decay=0.01)
    rise = max(1, round(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min((at + 1) / rise, max(0.0, (steps - at) / max(1, steps - rise))))
    return optimiser, schedule


def _keep(tower: Tower, optimiser: Any, schedule: Any, *, output: Path, state: dict[str, Any]) -> None:
    """All that is needed to go on; it replaces what was kept before in one move."""
    state = state | {
        "layers": {name: (layer.down.detach(), layer.up.detach()) for name, layer in tower.layers.items()},
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, output / "state.part")
    (output / "state.part").rename(output / "state.pt")


def _kept(output: Path, of: dict[str, Any]) -> dict[str, Any] | None:
    """What a cut-off run kept; none where there is none. Another one's is refused."""
    place = output / "state.pt"
    if not place.exists():
        return None
    state: dict[str, Any] = torch.load(place, weights_only=True)
    if any(state.get(name) != value for name, value in of.items()):
        raise TrainingError("other_recipe", f"Trong {output} là lần huấn luyện với tham số hay dữ liệu khác: chọn --output khác.")
    return state


def _resumed(tower: Tower, optimiser: Any, schedule: Any, state: dict[str, Any]) -> int:
    """Restore what was kept; the steps that are done."""
    with torch.no_grad():
        for name, (down, up) in state["layers"].items():
            tower.layers[name].down.copy_(down)
            tower.layers[name].up.copy_(up)
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    return int(state["done"])
