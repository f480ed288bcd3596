"""Turns what went wrong on the device into a sentence, and says whether another attempt may help."""

from dataclasses import dataclass

from inference.checkpoints import CheckpointProblem
from inference.device import is_out_of_memory
from inference.frames import ProxyUnreadable
from labeling.media.problems import MediaMissing, MediaUnavailable
from labeling.tracing import current_request_id

MAX_REASON_CHARS = 200


@dataclass(frozen=True)
class Failure:
    sentence: str
    is_final: bool
    is_out_of_memory: bool = False
    is_waiting: bool = False
    """Nothing is wrong with the job: it is tried again as long as it takes."""


def explain_failure(error: Exception) -> Failure:
    if isinstance(error, CheckpointProblem):
        return Failure(str(error), is_final=True)
    if isinstance(error, MediaUnavailable):
        return Failure(error.detail, is_final=False, is_waiting=True)
    if isinstance(error, ProxyUnreadable | FileNotFoundError | MediaMissing):
        return Failure("The video's frames cannot be read any more. Ask an admin to upload it again.", is_final=True)
    if is_out_of_memory(error):
        return Failure(
            "The model ran out of memory on this machine. Propagate fewer objects at once, or ask an admin to choose a "
            "smaller model in the project's settings.",
            is_final=True,
            is_out_of_memory=True,
        )
    reason = f"{type(error).__name__}: {error}"[:MAX_REASON_CHARS]
    sentence = f"The model failed on this ({reason}). Try again, or ask an admin to look at the gpu worker's log."
    request_id = current_request_id()
    return Failure(f"{sentence} Report this: {request_id}" if request_id else sentence, is_final=False)
