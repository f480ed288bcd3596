import { useEditorStore } from "@/state/editorStore";
import { Loading } from "@/ui/Loading";
import { Note, ProblemNote } from "@/ui/Note";
import { Progress } from "@/ui/Progress";
import { describeShare } from "@/ui/remaining";

/** Stands where the picture will be. */
export function VideoNotReady() {
  const fatal = useEditorStore((state) => state.fatal);
  const video = useEditorStore((state) => state.server?.video);
  return (
    <div className="stage not-ready">
      {fatal ? (
        <ProblemNote sentence={fatal} testId="editor-problem" />
      ) : video?.status === "failed" ? (
        <ProblemNote sentence={video.problem || "This video could not be read: upload it again."} testId="editor-problem" />
      ) : video && video.status !== "ready" ? (
        <div className="ingesting" role="status">
          <p>The video is being prepared; it opens here by itself.</p>
          <p className="ui-muted">{describeShare(video.progress, video.eta_s)}</p>
          <Progress share={video.progress} label="Preparing the video" />
          {video.problem && <Note tone="warn">{video.problem}</Note>}
        </div>
      ) : (
        <Loading what="the video" />
      )}
    </div>
  );
}
