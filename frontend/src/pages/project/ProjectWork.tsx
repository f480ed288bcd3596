import { WorkBar, describeCounts, sumCounts } from "../WorkBar";
import { countOf } from "../wording";

import type { Project } from "@/protocol/types";
import { useProjectProgress } from "@/sync/queries/videos";

/** How far the whole project is. */
export function ProjectWork({ project }: { project: Project }) {
  const { data: progress } = useProjectProgress(project.id);
  if (!progress) return <p className="project-work" />;
  const videos = Object.values(progress.videos).reduce((sum, count) => sum + count, 0);
  const hasObjects = sumCounts(progress.masklets) > 0;
  return (
    <div className="project-work" data-testid="project-work">
      <p>
        {countOf(videos, "video")}
        {progress.videos.done > 0 && `, ${progress.videos.done} done`}
        {hasObjects && ` · ${describeCounts(progress.masklets)}`}
      </p>
      <WorkBar counts={progress.masklets} />
    </div>
  );
}
