import { useState } from "react";
import type { ReactNode } from "react";

import { countOf } from "../wording";

import { ProjectWork } from "./ProjectWork";
import { SelectionBar } from "./SelectionBar";
import { VideoFilters } from "./VideoFilters";
import { VideoGrid } from "./VideoGrid";
import { isFiltered, useVideosWish } from "./videosWish";

import type { Project } from "@/protocol/types";
import { useVideoPages } from "@/sync/queries/videos";
import { Button } from "@/ui/Button";
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
  const { wish, change } = useVideosWish();
  const videos = useVideoPages(project.id, wish);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [round, setRound] = useState(0);
  const shown = videos.data?.pages.flatMap((page) => page.items);

  function clear() {
    change({ search: "", stage: "", assignee: "", shelf: "active" });
    setRound(round + 1);
  }

  return (
    <UploadZone project={project}>
      <div className="section__head">
        <ProjectWork project={project} />
        {!project.archived_at && <UploadButton project={project} />}
      </div>
      <UploadList projectId={project.id} />
      <VideoFilters project={project} wish={wish} onChange={change} round={round} />
      {videos.isPending && <Loading what="the videos" />}
      {videos.isError && <ProblemNote sentence={sentenceOf(videos.error)} />}
      {shown?.length === 0 &&
        (isFiltered(wish) ? (
          <EmptyState title="No such video" hint="No video of this project is like that.">
            <Button onClick={clear}>Show all videos</Button>
          </EmptyState>
        ) : (
          <NoVideo project={project} />
        ))}
      {shown && shown.length > 0 && (
        <VideoGrid
          videos={shown}
          project={project}
          chosen={chosen}
          onChoose={setChosen}
          more={videos.hasNextPage ? () => void videos.fetchNextPage() : null}
          busy={videos.isFetchingNextPage}
        />
      )}
      {chosen.size > 0 && (
        <SelectionBar project={project} wish={wish} chosen={chosen} onChoose={setChosen}>
          {countOf(chosen.size, "video")} chosen
        </SelectionBar>
      )}
    </UploadZone>
  );
}

function NoVideo({ project }: { project: Project }): ReactNode {
  const uploading = useUploadQueue(({ items }) => items.some((item) => item.projectId === project.id));
  if (uploading) return null;
  return (
    <EmptyState
      icon={<FilmIcon />}
      title="No video yet"
      hint={
        project.role === "admin"
          ? "Drop files anywhere on this page or choose them. Each frame keeps its own time; nothing is resampled."
          : "An admin of this project uploads the videos; they appear here by themselves."
      }
    />
  );
}
