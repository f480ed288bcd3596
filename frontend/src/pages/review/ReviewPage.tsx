import { useParams } from "react-router";

import { NotFoundPage } from "../NotFoundPage";

import { ReviewPanel } from "./ReviewPanel";

import { Editor } from "@/editor";
import type { Masklet } from "@/protocol/types";
import { ApiProblem } from "@/sync/api";
import { useMasklet } from "@/sync/queries/reviews";
import { useVideo } from "@/sync/queries/videos";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

import "./ReviewPage.css";

export default function ReviewPage() {
  const id = Number(useParams()["maskletId"]);
  const masklet = useMasklet(id);
  if (masklet.error instanceof ApiProblem && masklet.error.status === 404) return <NotFoundPage />;
  if (masklet.data) return <MaskletReview masklet={masklet.data} />;
  return (
    <main className="page" id="main">
      {masklet.isError ? <ProblemNote sentence={sentenceOf(masklet.error)} /> : <Loading what="the masklet" />}
    </main>
  );
}

function MaskletReview({ masklet }: { masklet: Masklet }) {
  const video = useVideo(masklet.video);
  return (
    <div className="review">
      <div className="review__editor">
        {/* Each masklet is looked at from the start, also the next one of the same video. */}
        <Editor key={masklet.id} videoId={masklet.video} mode="review" maskletId={masklet.id} />
      </div>
      {video.data && <ReviewPanel key={masklet.id} masklet={masklet} video={video.data} />}
    </div>
  );
}
