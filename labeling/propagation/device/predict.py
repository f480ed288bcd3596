"""Answers one prediction: the mask that the prompts of one frame ask for."""

import logging
import time

from django.db import DatabaseError
from django.utils import timezone

from inference.sessions import Sessions
from inference.types import Conditioning, MaskResult, PointPrompt, Rle
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.masklets.actions import complete_prediction, fail_prediction
from labeling.masklets.models import FrameHead, Masklet, MaskState, Operation, Origin, Prediction
from labeling.masklets.queries import list_conditioning, read_rle
from labeling.metrics import CLICK_SECONDS
from labeling.propagation.device.failures import explain_failure
from labeling.propagation.device.opening import open_tracker
from labeling.propagation.device.outgoing import Outgoing, ShownStep

logger = logging.getLogger(__name__)


def answer_prediction(job: Prediction, *, sessions: Sessions, outgoing: Outgoing) -> int | None:
    """Predicts, shows, commits, and returns the id of the video that is open now; or ends the job with a sentence.

    The mask is shown before its commit, which takes longer than many a prediction; a refused one is taken back by
    `complete_prediction`, which shows what stands instead.

    Raises LeaseLost, and what Postgres raises.
    """
    began = time.monotonic()
    masklet = Masklet.objects.select_related("video__project").get(pk=job.masklet_id)
    try:
        result = _predict(job, masklet, sessions)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("prediction %d failed", job.pk)
        failure = explain_failure(error)
        if failure.is_out_of_memory:
            sessions.forget()
        # A person waits for this one: a sentence now is better than the same failure three times.
        fail_prediction(prediction_id=job.pk, token=job.lease_token, problem=failure.sentence)
        return None
    outgoing.show(ShownStep(video_id=masklet.video_id, masks=(_encode(job, masklet, result),)))
    CLICK_SECONDS.observe((timezone.now() - job.created_at).total_seconds())
    complete_prediction(prediction_id=job.pk, token=job.lease_token, result=result)
    logger.info("prediction %d: %.0f ms", job.pk, (time.monotonic() - began) * 1000)
    return masklet.video_id


def _encode(job: Prediction, masklet: Masklet, result: MaskResult) -> bytes:
    return encode_mask_frame(
        MaskFrame(
            masklet=masklet.pk,
            frame=result.frame,
            state=result.state,
            origin=Origin.PROMPTED,
            size=(masklet.video.height, masklet.video.width),
            counts=result.rle.counts if result.rle else "",
            score=result.score,
            lease_token=job.lease_token,
        )
    )


def _predict(job: Prediction, masklet: Masklet, sessions: Sessions) -> MaskResult:
    known = list_conditioning(masklet)
    prompts = known.prompts.get(job.frame, ())
    if not prompts:  # taken away meanwhile; completing finds that out again under the lock and ends the job
        return MaskResult(frame=job.frame, rle=None, score=0.0, state="absent")
    tracker = open_tracker(sessions, masklet.video)
    return tracker.click(job.frame, prompts, known=known, previous=_find_previous(job, known))


def _find_previous(job: Prediction, known: Conditioning) -> Rle | None:
    """The mask that a new point corrects: what stands on the frame. A box starts anew, and so does what is asked again
    after a prompt was taken away, for its mask still shows that prompt."""
    if not isinstance(known.prompts[job.frame][-1], PointPrompt):
        return None
    if Operation.objects.values_list("kind", flat=True).get(pk=job.operation_id) != Operation.Kind.PROMPT:
        return None
    head = FrameHead.objects.select_related("rle").filter(
        masklet_id=job.masklet_id, frame=job.frame, state=MaskState.PRESENT
    )
    found = head.first()
    return read_rle(found.rle) if found else None
