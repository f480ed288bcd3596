from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inference.checkpoints import CheckpointProblem, default_checkpoint_name


class Command(BaseCommand):
    help = "Load a model on this machine, click once and track a few frames, with the seconds of each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--model", default=None, help="a model's name; by default the one new projects use")
        parser.add_argument("--device", default=None, help="cpu, cuda or cuda:1; by default a GPU where there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        # Imported here, because every command is listed by processes that must not load torch.
        from labeling.propagation.device.failures import explain_failure
        from labeling.propagation.device.self_test import SelfTestFailed, check_model

        name = options["model"] or default_checkpoint_name()
        try:
            for step in check_model(name, device=options["device"]):
                self.stdout.write(f"{step.seconds:7.2f} s  {step.what}")
        except (CheckpointProblem, SelfTestFailed) as error:
            raise CommandError(str(error)) from error
        except Exception as error:
            raise CommandError(explain_failure(error).sentence) from error
        self.stdout.write(f"{name} works on this machine.")
