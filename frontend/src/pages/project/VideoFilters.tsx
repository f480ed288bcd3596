import { useEffect, useEffectEvent, useState } from "react";

import { shelfOptions, stageTitles } from "../wording";

import type { Project, Stage } from "@/protocol/types";
import { useMembers } from "@/sync/queries/members";
import { useProjectProgress } from "@/sync/queries/videos";
import type { VideosWish } from "@/sync/queries/videos";
import { Select } from "@/ui/Select";

const TYPING_PAUSE_MS = 250;

const orderOptions = [
  { value: "newest", title: "Newest first" },
  { value: "oldest", title: "Oldest first" },
  { value: "name", title: "By name" },
  { value: "progress", title: "Most approved first" },
];

interface VideoFiltersProps {
  project: Project;
  wish: VideosWish;
  onChange: (changes: Partial<VideosWish>) => void;
  /** Another number empties the search box. */
  round: number;
}

/** Search, filter and order of the videos. */
export function VideoFilters({ project, wish, onChange, round }: VideoFiltersProps) {
  return (
    <div className="video-filters" role="search" aria-label="Videos of the project">
      <SearchBox key={round} value={wish.search} onChange={(search) => onChange({ search })} />
      <Select
        aria-label="State of the videos"
        value={wish.stage}
        onValueChange={(stage) => onChange({ stage: stage as Stage | "" })}
        options={useStageOptions(project.id)}
        data-testid="filter-stage"
      />
      <Select
        aria-label="Who has the videos"
        value={wish.assignee}
        onValueChange={(assignee) => onChange({ assignee })}
        options={useAssigneeOptions(project.id)}
        data-testid="filter-assignee"
      />
      <Select
        aria-label="Where the videos are kept"
        value={wish.shelf}
        onValueChange={(shelf) => onChange({ shelf: shelf as VideosWish["shelf"] })}
        options={project.role === "admin" ? shelfOptions : shelfOptions.slice(0, 2)}
        data-testid="videos-shelf"
      />
      <Select
        aria-label="Order of the videos"
        value={wish.order}
        onValueChange={(order) => onChange({ order: order as VideosWish["order"] })}
        options={orderOptions}
        data-testid="videos-order"
      />
    </div>
  );
}

/** Asks once a person stops typing. */
function SearchBox({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const [typed, setTyped] = useState(value);
  const ask = useEffectEvent(() => {
    if (typed !== value) onChange(typed);
  });
  useEffect(() => {
    const timer = setTimeout(ask, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      type="search"
      className="ui-input"
      aria-label="Search by name"
      placeholder="Search by name"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      data-testid="videos-search"
    />
  );
}

function useStageOptions(projectId: number) {
  const { data: progress } = useProjectProgress(projectId);
  const stages = Object.entries(stageTitles).map(([value, title]) => {
    const count = progress?.videos[value as Stage];
    return { value, title: count === undefined ? title : `${title} (${count})` };
  });
  return [{ value: "", title: "Any state" }, ...stages];
}

function useAssigneeOptions(projectId: number) {
  const { data: members = [] } = useMembers(projectId);
  return [
    { value: "", title: "Anybody's" },
    { value: "me", title: "Mine" },
    { value: "nobody", title: "Nobody's" },
    ...members.map(({ user }) => ({ value: String(user.id), title: user.display_name || user.username })),
  ];
}
