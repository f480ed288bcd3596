import { useEffect, useRef, useState } from "react";
import type { DragEvent, ReactNode } from "react";

import { countOf } from "../wording";

import { VideoCard } from "./VideoCard";

import type { Project } from "@/protocol/types";
import { useVideos } from "@/sync/queries/videos";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { FilmIcon, UploadIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";
import { UploadList } from "@/uploads/UploadList";
import { addFiles, useUploadQueue } from "@/uploads/uploadQueue";

const VIDEO_TYPES = "video/*,.mp4,.mov,.mkv,.webm,.avi,.m4v";

export function VideosTab({ project }: { project: Project }) {
  const videos = useVideos(project.id);
  const uploading = useUploadQueue(({ items }) => items.some((item) => item.projectId === project.id));
  const isAdmin = project.role === "admin";
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  return (
    <DropZone enabled={isAdmin} onFiles={(files) => addFiles(project.id, files)}>
      <div className="section__head">
        <p>{videos.data?.length ? countOf(videos.data.length, "video") : ""}</p>
        {isAdmin && (
          <>
            <input
              ref={input}
              className="visually-hidden"
              type="file"
              accept={VIDEO_TYPES}
              multiple
              tabIndex={-1}
              aria-label="Video files to upload"
              data-testid="upload-input"
              onChange={(event) => {
                addFiles(project.id, [...(event.target.files ?? [])]);
                // The same file may be chosen again after a failure.
                event.target.value = "";
              }}
            />
            <Button variant="primary" onClick={choose} data-testid="upload-button">
              <UploadIcon />
              Upload videos
            </Button>
          </>
        )}
      </div>
      <UploadList projectId={project.id} />
      {videos.isPending && <Loading what="the videos" />}
      {videos.isError && <ProblemNote sentence={sentenceOf(videos.error)} />}
      {videos.data?.length === 0 && !uploading && (
        <EmptyState
          icon={<FilmIcon />}
          title="No video yet"
          hint={
            isAdmin
              ? "Drop files anywhere on this page or choose them. Each frame keeps its own time; nothing is resampled."
              : "An admin of this project uploads the videos; they appear here by themselves."
          }
        >
          {isAdmin && <Button onClick={choose}>Choose files</Button>}
        </EmptyState>
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
    </DropZone>
  );
}

interface DropZoneProps {
  enabled: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** Takes files dropped anywhere on the window, so that a near miss does not open the file instead. */
function DropZone({ enabled, onFiles, children }: DropZoneProps) {
  const [over, setOver] = useState(false);

  useEffect(() => {
    if (!enabled) return;
    const hold = (event: globalThis.DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    window.addEventListener("dragover", hold);
    return () => window.removeEventListener("dragover", hold);
  }, [enabled]);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  }

  return (
    <div>
      {children}
      {over && (
        <div className="drop-veil" onDragLeave={() => setOver(false)} onDrop={drop}>
          <p>Drop the videos to upload them here</p>
        </div>
      )}
    </div>
  );
}
