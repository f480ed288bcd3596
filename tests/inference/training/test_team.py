"""Two real processes that train one model together."""

from functools import partial
from pathlib import Path

import torch
from torch import nn

from inference.training.curriculum import Stage, Task
from inference.training.scenes import SceneSettings
from inference.training.team import Team, gathered
from inference.training.trainer import RunSettings, Trainer

SMALL = Stage(1.0, (Task(64, 1, 1, 2, 1),), SceneSettings(min_radius=0.2))


class Pair(nn.Module):
    """One weight that everybody uses, one that only followers use, and one that nobody does."""

    def __init__(self) -> None:
        super().__init__()
        self.all = nn.Parameter(torch.ones(2))
        self.followers = nn.Parameter(torch.ones(3))
        self.none = nn.Parameter(torch.ones(1))


def average(team: Team) -> list[list[float] | None]:
    pair = Pair()
    pair.all.grad = torch.full((2,), float(team.rank + 1))
    if not team.leads:
        pair.followers.grad = torch.full((3,), 4.0)
    team.average_gradients(pair)
    return [None if p.grad is None else p.grad.tolist() for p in pair.parameters()]


def write_average(folder: Path, team: Team) -> None:
    (folder / f"{team.rank}").write_text(str(average(team)))


def stop_alone(team: Team) -> None:
    team.agree(stops=True, elapsed_s=3.0)


def train(folder: Path, team: Team) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    trainer = Trainer(RunSettings(out=folder, minutes=60, max_steps=3, data_workers=0, stages=(SMALL,)))
    trainer.team = team
    trainer.run()
    torch.save(trainer.model.state_dict(), folder / f"model{team.rank}")


def test_gradients_are_averaged_and_what_nobody_used_keeps_none(tmp_path: Path) -> None:
    with gathered(2, partial(write_average, tmp_path)) as team:
        leading = average(team)
    assert leading == [[1.5, 1.5], [2.0, 2.0, 2.0], None]
    assert (tmp_path / "1").read_text() == str(leading)


def test_one_who_stops_stops_all_at_the_mean_of_the_clocks() -> None:
    with gathered(2, stop_alone) as team:
        assert team.agree(stops=False, elapsed_s=1.0) == (True, 2.0)


def test_models_stay_alike_and_the_leader_alone_writes(tmp_path: Path) -> None:
    threads = torch.get_num_threads()
    with gathered(2, partial(train, tmp_path)) as team:
        train(tmp_path, team)
    torch.set_num_threads(threads)
    led, followed = (torch.load(tmp_path / f"model{rank}", weights_only=True) for rank in range(2))
    assert [name for name in led if not torch.equal(led[name], followed[name])] == []
    assert {path.name for path in tmp_path.iterdir()} == {"model0", "model1", "state.pt", "weights.safetensors"}
