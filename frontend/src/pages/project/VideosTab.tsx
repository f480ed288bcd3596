import { countOf } from "../wording";

import { VideoCard } from "./VideoCard";

import type { Project } from "@/protocol/types";
import { useVideos } from "@/sync/queries/videos";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { FilmIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";
import { UploadButton } from "@/uploads/UploadButton";
import { UploadList } from "@/uploads/UploadList";
import { UploadZone } from "@/uploads/UploadZone";
import { useUploadQueue } from "@/uploads/uploadQueue";

export function VideosTab({ project }: { project: Project }) {
  const videos = useVideos(project.id);
  const uploading = useUploadQueue(({ items }) => items.some((item) => item.projectId === project.id));
  return (
    <UploadZone project={project}>
      <div className="section__head">
        <p>{videos.data?.length ? countOf(videos.data.length, "video") : ""}</p>
        <UploadButton project={project} />
      </div>
      <UploadList projectId={project.id} />
      {videos.isPending && <Loading what="the videos" />}
      {videos.isError && <ProblemNote sentence={sentenceOf(videos.error)} />}
      {videos.data?.length === 0 && !uploading && (
        <EmptyState
          icon={<FilmIcon />}
          title="No video yet"
          hint={
            project.role === "admin"
              ? "Drop files anywhere on this page or choose them. Each frame keeps its own time; nothing is resampled."
              : "An admin of this project uploads the videos; they appear here by themselves."
          }
        />
      )}
      {videos.data && videos.data.length > 0 && (
        <ul className="video-grid">
          {videos.data.map((video) => (
            <li key={video.id}>
              <VideoCard video={video} project={project} />
            </li>
          ))}
        </ul>
      )}
    </UploadZone>
  );
}
