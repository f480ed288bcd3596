"""Trains maskloop-nano on generated video, or fine-tunes any registered model on labelled footage.

    python -m inference.training.train --out runs/nano --minutes 90 --pictures FOLDER
    python -m inference.training.train --out runs/mine --minutes 10 --checkpoint maskloop-nano --data FOLDER

`--data` is a folder in one of SA-V's layouts, as our exports are beside their videos. The run can be killed at any
time: it saves its state every two minutes and on SIGTERM, and `--resume` goes on from there with a new warm-up.
`--start-from` begins with the weights of a file and goes on with longer clips and real surfaces.
`weights.safetensors` in the folder is what ships: the moving average, fp16; `python -m inference.training.curves` draws
`metrics.jsonl`.

Without a GPU use a process of one thread for each core (`--processes`), which average their gradients, rather than
threads. On cores shared with other work set OMP_WAIT_POLICY=passive: threads that spin while they wait keep each other
from the core (12 steps in ten seconds against 3, in one trial).
"""

import argparse
import signal
import sys
from functools import partial
from pathlib import Path

import torch

from inference.checkpoints import CheckpointProblem, list_checkpoints
from inference.training.dataset import Sources
from inference.training.examples import Examples
from inference.training.footage import FootageProblem, open_folder
from inference.training.pictures import PicturesProblem, read_pictures
from inference.training.team import Team, gathered
from inference.training.trainer import RunSettings, Trainer

# A tenth of what trains from scratch: enough to learn a domain, too little to forget the others.
_FINE_TUNING_RATE = 6e-5
_FROM_SCRATCH_RATE = 6e-4


def main() -> None:
    """The command line."""
    arguments = _parse()
    try:
        trainer = _prepare(arguments)
    except (CheckpointProblem, FootageProblem, PicturesProblem) as problem:
        sys.exit(str(problem))
    with gathered(arguments.processes, partial(_follow, arguments)) as trainer.team:
        trainer.run()


def _prepare(arguments: argparse.Namespace) -> Trainer:
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    trainer = Trainer(_read_settings(arguments))
    signal.signal(signal.SIGTERM, trainer.request_stop)
    signal.signal(signal.SIGINT, trainer.request_stop)
    return trainer


def _follow(arguments: argparse.Namespace, team: Team) -> None:
    trainer = _prepare(arguments)
    trainer.team = team
    trainer.run()


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for state, weights and metrics")
    parser.add_argument("--minutes", type=float, required=True, help="minutes of training in all")
    parser.add_argument("--checkpoint", choices=[one.name for one in list_checkpoints()], help="the model to fine-tune")
    parser.add_argument("--start-from", type=Path, help="weights to begin with, for the same architecture")
    parser.add_argument("--data", type=Path, help="labelled footage in one of SA-V's layouts")
    parser.add_argument("--replay", type=float, default=0.5, help="share of generated clips beside --data")
    parser.add_argument("--pictures", type=Path, nargs="+", default=[], help="folders of pictures for generated clips")
    parser.add_argument("--resume", action="store_true", help="go on from the folder's saved state")
    parser.add_argument("--restart-memory", action="store_true", help="forget what memory attention learned")
    parser.add_argument("--peak-rate", type=float, help="the highest learning rate")
    parser.add_argument("--max-steps", type=int)
    parser.add_argument(
        "--processes", type=int, default=_count_processes(), help="how many train together, each on batches of its own"
    )
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--data-workers", type=int, default=0, help="of each process; with none it renders by itself")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def _count_processes() -> int:
    """One where a GPU does the work; else the two for which the tasks of the curriculum were chosen."""
    return 1 if torch.cuda.is_available() else 2


def _read_settings(arguments: argparse.Namespace) -> RunSettings:
    tunes = arguments.data is not None
    return RunSettings(
        out=arguments.out,
        minutes=arguments.minutes,
        checkpoint=arguments.checkpoint,
        start_from=arguments.start_from,
        resume=arguments.resume,
        restart_memory=arguments.restart_memory,
        peak_rate=arguments.peak_rate or (_FINE_TUNING_RATE if tunes else _FROM_SCRATCH_RATE),
        max_steps=arguments.max_steps,
        data_workers=arguments.data_workers,
        device=arguments.device,
        sources=Sources(
            pictures=read_pictures(*arguments.pictures) if arguments.pictures else None,
            examples=Examples(open_folder(arguments.data)) if tunes else None,
            replay=arguments.replay,
        ),
    )


if __name__ == "__main__":
    main()
