import { useSearchParams } from "react-router";

import { EffortTable } from "./EffortTable";
import { FeedList } from "./FeedList";

import type { FeedKind, Project } from "@/protocol/types";
import { useFeed } from "@/sync/queries/feed";
import { useMembers } from "@/sync/queries/members";
import { useVideo } from "@/sync/queries/videos";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

import "./activity.css";

const kindTitles: Record<FeedKind, string> = {
  edits: "Edits",
  submissions: "Submissions",
  reviews: "Reviews",
  assignments: "Assignments",
  videos: "Videos",
  project: "Project",
};

/** Who did what in the project, or on the video that the address names. */
export default function ActivityTab({ project }: { project: Project }) {
  const [search, setSearch] = useSearchParams();
  const video = Number(search.get("video")) || null;
  const person = search.get("person") ?? "";
  const kind = kindOf(search.get("kind"));
  const feed = useFeed(project.id, { video, person, kind });
  const entries = feed.data?.pages.flatMap((page) => page.entries);

  function change(name: string, value: string) {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  }

  return (
    <>
      {project.role === "admin" && video === null && <EffortTable project={project} />}
      <div className="section__head">
        <h2>What happened{video !== null && <VideoTitle id={video} />}</h2>
        {video !== null && (
          <Button small onClick={() => change("video", "")} data-testid="feed-whole-project">
            Show the whole project
          </Button>
        )}
      </div>
      <div className="feed-filters" role="search" aria-label="Activity">
        <Select
          aria-label="Whose activity"
          value={person}
          onValueChange={(value) => change("person", value)}
          options={usePeople(project.id)}
          data-testid="feed-person"
        />
        <Select
          aria-label="Kind of activity"
          value={kind}
          onValueChange={(value) => change("kind", value)}
          options={[
            { value: "", title: "Everything" },
            ...Object.entries(kindTitles).map(([value, title]) => ({ value, title })),
          ]}
          data-testid="feed-kind"
        />
      </div>
      {feed.isPending && <Loading what="what happened" />}
      {feed.isError && <ProblemNote sentence={sentenceOf(feed.error)} />}
      {entries?.length === 0 && (
        <EmptyState
          title="Nothing yet"
          hint="Uploads, edits, submissions, reviews and assignments appear here as people make them."
        />
      )}
      {entries && entries.length > 0 && <FeedList entries={entries} />}
      {feed.hasNextPage && (
        <div className="feed-more">
          <Button onClick={() => void feed.fetchNextPage()} busy={feed.isFetchingNextPage} data-testid="feed-more">
            Show earlier
          </Button>
        </div>
      )}
    </>
  );
}

function VideoTitle({ id }: { id: number }) {
  const { data: video } = useVideo(id);
  return <> on {video?.name ?? "this video"}</>;
}

function kindOf(text: string | null): FeedKind | "" {
  return text !== null && text in kindTitles ? (text as FeedKind) : "";
}

function usePeople(projectId: number) {
  const { data: members = [] } = useMembers(projectId);
  const people = members.map(({ user }) => ({ value: String(user.id), title: user.display_name || user.username }));
  return [{ value: "", title: "Everybody" }, ...people];
}
