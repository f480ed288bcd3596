"""Many hostile files through the real ingest child, by as many processes as there are cores."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.media.hostile import KINDS
from tests.media.hostile.mutants import make_bases, make_mutant
from tests.media.hostile.traps import Listener, Trap
from tests.media.trial import Trial, try_file


@dataclass(frozen=True)
class Results:
    """What came of each kind and each mutant, and how many connections the trap's server saw."""

    kinds: dict[str, Trial]
    mutants: dict[int, Trial]
    num_visits: int


def run_campaign(kinds: Iterable[str], mutants: Iterable[int]) -> Results:
    with _folder() as folder:
        listener = Listener(folder)
        (folder / "bases").mkdir()
        bases = make_bases(folder / "bases")
        # Each process has one child at a time, whose use of the processor it can tell from another's.
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            named = {kind: pool.submit(try_kind, kind, folder, listener.trap) for kind in kinds}
            numbered = {
                number: pool.submit(try_bytes, make_mutant(bases, number), folder, listener.trap) for number in mutants
            }
            results = Results(
                {kind: future.result() for kind, future in named.items()},
                {number: future.result() for number, future in numbered.items()},
                listener.trap.num_visits,
            )
        listener.close()
    return results


def try_kind(kind: str, folder: Path, trap: Trap) -> Trial:
    make, _ = KINDS[kind]
    with _folder(folder) as own:
        return try_file(make(own / "holiday.mp4", trap), own / "scratch", trap)


def try_bytes(content: bytes, folder: Path, trap: Trap) -> Trial:
    with _folder(folder) as own:
        path = own / "holiday.mp4"
        path.write_bytes(content)
        return try_file(path, own / "scratch", trap)


@contextmanager
def _folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder that the confined child's user may enter."""
    path = Path(tempfile.mkdtemp(dir=parent))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)
