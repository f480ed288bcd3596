import { useState } from "react";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { countOf, formatDuration } from "../wording";

import { RenameVideoDialog } from "./RenameVideoDialog";
import { VideoWork } from "./VideoWork";

import type { Project, Video, VideoWithWork } from "@/protocol/types";
import { isIngesting, useDeleteVideo, useRetryVideo } from "@/sync/queries/videos";
import { Button, buttonClass } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Menu, MenuItem } from "@/ui/Menu";
import { Note, ProblemNote } from "@/ui/Note";
import { Progress } from "@/ui/Progress";
import { FilmIcon, MoreIcon } from "@/ui/icons";
import { describeShare } from "@/ui/remaining";
import { sentenceOf } from "@/ui/sentenceOf";

interface VideoCardProps {
  video: VideoWithWork;
  project: Project;
  /** Absent for people who may not choose videos. */
  check?: ReactNode;
}

export function VideoCard({ video, project, check }: VideoCardProps) {
  const ready = video.status === "ready";
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
          {project.role === "admin" && <VideoMenu video={video} projectId={project.id} />}
        </div>
        <VideoState video={video} project={project} />
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

function VideoMenu({ video, projectId }: { video: Video; projectId: number }) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const remove = useDeleteVideo();
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            className={buttonClass({ variant: "quiet", small: true, icon: true })}
            aria-label={`More for ${video.name}`}
            data-testid="video-menu"
          >
            <MoreIcon />
          </button>
        }
      >
        <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>
        <MenuItem danger onSelect={() => setOpen("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {open === "rename" && <RenameVideoDialog video={video} projectId={projectId} onClose={close} />}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete “${video.name}”?`}
        consequence={
          video.num_masklets > 0
            ? `The video and its ${countOf(video.num_masklets, "object")} disappear for everyone in the project.`
            : "The video disappears for everyone in the project."
        }
        confirmLabel="Delete video"
        onConfirm={() => remove.mutateAsync(video.id)}
      />
    </>
  );
}
