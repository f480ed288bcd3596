import type { ReactNode } from "react";
import { Link } from "react-router";

import { countOf, formatDuration } from "../wording";

import { VideoMenu } from "./VideoMenu";
import { VideoWork } from "./VideoWork";

import type { Project, Video, VideoWithWork } from "@/protocol/types";
import { isIngesting, useRetryVideo } from "@/sync/queries/videos";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Note, ProblemNote } from "@/ui/Note";
import { Progress } from "@/ui/Progress";
import { FilmIcon } from "@/ui/icons";
import { describeShare } from "@/ui/remaining";
import { sentenceOf } from "@/ui/sentenceOf";

interface VideoCardProps {
  video: VideoWithWork;
  project: Project;
  /** Absent for people who may not choose videos. */
  check?: ReactNode;
}

export function VideoCard({ video, project, check }: VideoCardProps) {
  const ready = video.status === "ready" && !video.deleted;
  return (
    <article className="video-card ui-panel" data-testid="video-card" data-status={video.status} data-video={video.id}>
      {ready ? (
        <Link to={`/videos/${video.id}`} className="video-card__poster" aria-hidden="true" tabIndex={-1}>
          <img src={`/api/videos/${video.id}/poster.jpg`} alt="" loading="lazy" decoding="async" />
          <span className="video-card__time">{formatDuration(video.duration_s)}</span>
        </Link>
      ) : (
        <div className="video-card__poster video-card__poster--empty">
          <FilmIcon />
        </div>
      )}
      <div className="video-card__body">
        <div className="ui-row">
          {check}
          <h2 className="ui-grow video-card__name" title={video.name}>
            {ready ? <Link to={`/videos/${video.id}`}>{video.name}</Link> : video.name}
          </h2>
          {project.role === "admin" && !project.archived_at && <VideoMenu video={video} />}
        </div>
        {video.archived && (
          <div>
            <Badge>Archived</Badge>
          </div>
        )}
        {video.deleted ? <p className="ui-muted">Deleted</p> : <VideoState video={video} project={project} />}
      </div>
    </article>
  );
}

function VideoState({ video, project }: { video: VideoWithWork; project: Project }) {
  if (isIngesting(video)) {
    return (
      <div className="ui-stack">
        <p className="ui-muted">
          {video.status === "uploaded"
            ? "Waiting to be read"
            : `Reading every frame: ${describeShare(video.progress, video.eta_s)}`}
        </p>
        <Progress share={video.progress} label={`Reading ${video.name}`} />
        {video.problem && (
          <Note tone="warn" testId="video-waits">
            {video.problem}
          </Note>
        )}
      </div>
    );
  }
  if (video.status === "failed") {
    return (
      <div className="ui-stack">
        <Note tone="danger" testId="video-problem">
          {video.problem || "This video could not be read."}
        </Note>
        {video.can_retry && project.role === "admin" && <RetryButton video={video} projectId={project.id} />}
      </div>
    );
  }
  return (
    <>
      <p className="ui-muted">
        {countOf(video.num_frames, "frame")} · {video.width}×{video.height} ·{" "}
        <Link
          to={`/projects/${project.id}/activity?video=${video.id}`}
          aria-label={`Activity on ${video.name}`}
          data-testid="video-activity"
        >
          Activity
        </Link>
      </p>
      {video.warning && (
        <Note tone="warn" testId="video-warning">
          {video.warning}
        </Note>
      )}
      <VideoWork video={video} />
    </>
  );
}

function RetryButton({ video, projectId }: { video: Video; projectId: number }) {
  const retry = useRetryVideo(projectId);
  return (
    <div>
      <Button
        small
        onClick={() => retry.mutate(video.id)}
        busy={retry.isPending}
        aria-label={`Try again: ${video.name}`}
        data-testid="video-retry"
      >
        Try again
      </Button>
      <ProblemNote sentence={retry.error && sentenceOf(retry.error)} />
    </div>
  );
}
