"""The peers: installed apart, a family to an environment, and tuned on validation."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.recommend.grids import GRIDS
from benchmarks.recommend.runs import KEPT, Result, call, kept
from benchmarks.recommend.sets import REPOSITORY
from core.recommend.evaluation import figures_of
from core.text.segment import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_array

    from benchmarks.recommend.grids import Parameters
    from benchmarks.recommend.runs import Cost
    from benchmarks.recommend.tasks import Task
    from core.recommend.dataset import CourseText
    from core.recommend.evaluation.metrics import Ints

HERE = Path(__file__).parent
ENVIRONMENTS = REPOSITORY / ".venv" / "recommend"
FAMILIES = {
    "implicit": "implicit",
    "lenskit": "lenskit",
    "lightfm": "lightfm-next",
    "rectools": "rectools",
    "sasrec": "rectools",
}
QUICKLY = ("--disable-pip-version-check", "--quiet", "--retries=1", "--prefer-binary")
TUNED_ON = "ndcg@10"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The file that holds what a peer may learn from, and the hash of its arrays."""

    path: Path
    sha256: str


def tuned(peer: str, validation: Task, task: Task, *, quick: bool = False) -> Result:
    """Run a peer on a task with the parameters that did best on validation."""
    return measured(peer, choose(peer, validation, quick=quick), task)


def choose(peer: str, validation: Task, *, quick: bool = False) -> Parameters:
    """Return the parameters of a peer's grid that do best on validation (the first if quick)."""
    grid = GRIDS[peer][:1] if quick else GRIDS[peer]
    if len(grid) == 1:
        return grid[0]
    reached = [measured(peer, one, validation).figures[TUNED_ON] for one in grid]
    return grid[int(np.argmax(reached))]


def measured(peer: str, parameters: Parameters, task: Task, *, texts: bool = False) -> Result:
    """Run a peer with these parameters on a task, with the courses' words if it reads ``texts``."""
    features = word_features(task.held.training.texts) if texts else None
    found, cost = _run(peer, parameters, hand_over(task, features))
    return Result(parameters, figures_of(found, task.held), cost)


def word_features(texts: Sequence[CourseText]) -> csr_array:
    """Return the TF-IDF of the courses' words, each row adding up to 1, as LightFM wants them."""
    documents = [f"{text.title} {' '.join(text.tags)} {text.description}" for text in texts]
    features: csr_array = TfidfVectorizer(
        analyzer=words, min_df=2, max_df=0.5, norm="l1", dtype=np.float32
    ).fit_transform(documents)
    return features


def hand_over(task: Task, features: csr_array | None = None) -> HandedOver:
    """Write what a task allows to learn from to a file that needs no code of ours to be read."""
    training = task.held.training
    courses = len(training.course_ids)
    arrays = {
        "members": training.members.astype(np.int32),
        "courses": training.courses.astype(np.int32),
        "shape": np.array([len(training.member_ids), courses]),
        "asked": task.held.members.astype(np.int64),
        "candidates": np.arange(courses) if task.candidates is None else task.candidates,
    }
    if features is not None:
        parts = ("data", "indices", "indptr")
        arrays |= {f"words_{part}": getattr(features, part) for part in parts}
        arrays["words_shape"] = np.array(features.shape)
    digest = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    sha256 = digest.hexdigest()
    path = KEPT / f"data-{sha256[:16]}.npz"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, allow_pickle=False, **arrays)
    return HandedOver(path, sha256)


def environment(family: str) -> Path:
    """Return the interpreter that has a family's packages, installed on first use."""
    folder = ENVIRONMENTS / family
    python = folder / "bin" / "python"
    ready = folder / "ready"
    listed = HERE / "environments" / f"{family}.txt"
    pinned = listed.read_text("utf-8")
    if not (ready.exists() and ready.read_text("utf-8") == pinned):
        sys.stderr.write(f"installing: {family}\n")
        if not python.exists():
            call([sys.executable, "-m", "venv", str(folder)])
        call([str(python), "-m", "pip", "install", *QUICKLY, "-r", str(listed)])
        ready.write_text(pinned, "utf-8")
    return python


def versions() -> dict[str, str]:
    """Return the pinned version of each family's library."""
    found: dict[str, str] = {}
    for family, package in FAMILIES.items():
        pins = (HERE / "environments" / f"{family}.txt").read_text("utf-8").split()
        found |= dict(pin.split("==") for pin in pins if pin.lower().startswith(f"{package}=="))
    return found


def _run(peer: str, parameters: Parameters, data: HandedOver) -> tuple[Ints, Cost]:
    family = peer.split(".", maxsplit=1)[0]
    scripts = {"peer", f"peer_{family}", f"peer_{FAMILIES.get(family, family).split('-')[0]}"}
    files = [HERE / "environments" / f"{family}.txt"]
    files += (path for name in sorted(scripts) if (path := HERE / f"{name}.py").exists())
    command = [str(environment(family)), str(HERE / "peer.py")]
    request = {"peer": peer, "parameters": parameters, "data": str(data.path)}
    return kept(peer, command, request, [data.sha256, *(one.read_text("utf-8") for one in files)])
