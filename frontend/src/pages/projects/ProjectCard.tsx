import { Link } from "react-router";

import { WorkBar, describeCounts, sumCounts } from "../WorkBar";
import { useKeeping } from "../useKeeping";
import { countOf, formatTime, roleTitles } from "../wording";

import type { Project, ProjectProgress } from "@/protocol/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";

interface ProjectCardProps {
  project: Project;
  /** Absent until it is known. */
  progress: ProjectProgress | undefined;
}

export function ProjectCard({ project, progress }: ProjectCardProps) {
  if (project.deleted_at) return <DeletedCard project={project} />;
  return (
    <Link
      to={`/projects/${project.id}`}
      className="project-card ui-panel"
      data-testid="project-card"
      data-project={project.id}
    >
      <div className="project-card__posters" aria-hidden="true">
        {progress?.posters.map((video) => (
          <img key={video} src={`/api/videos/${video}/poster.jpg`} alt="" loading="lazy" decoding="async" />
        ))}
      </div>
      <div className="project-card__body">
        <h2>{project.name}</h2>
        <p className="project-card__text">{project.description}</p>
        {progress && <ProjectState progress={progress} />}
        <div className="ui-row">
          <span className="ui-muted ui-grow">{countOf(project.num_videos, "video")}</span>
          <Badge tone={project.role === "admin" ? "accent" : "plain"}>{roleTitles[project.role]}</Badge>
        </div>
      </div>
    </Link>
  );
}

/** Of the people who were its admins. */
function DeletedCard({ project }: { project: Project }) {
  const { tell } = useKeeping("projects", project.id, project.name);
  return (
    <article className="project-card ui-panel" data-testid="project-card" data-project={project.id}>
      <div className="project-card__body">
        <h2>{project.name}</h2>
        <p className="ui-muted">Deleted {formatTime(project.deleted_at ?? "")}</p>
        <div className="ui-row">
          <span className="ui-muted ui-grow">{countOf(project.num_videos, "video")}</span>
          <Button small onClick={() => void tell("restore")} aria-label={`Restore ${project.name}`} data-testid="project-restore">
            Restore
          </Button>
        </div>
      </div>
    </article>
  );
}

/** What stands out of a project: what is being read, what failed, how much is approved. */
function ProjectState({ progress: { videos, masklets } }: { progress: ProjectProgress }) {
  const parts = [
    videos.reading > 0 && `${countOf(videos.reading, "video")} being read`,
    videos.failed > 0 && `${countOf(videos.failed, "video")} not readable`,
    sumCounts(masklets) > 0 && `${masklets.approved} of ${countOf(sumCounts(masklets), "object")} approved`,
  ].filter(Boolean);
  return (
    <div className="project-card__state" title={describeCounts(masklets)}>
      <span className="ui-muted">{parts.join(" · ")}</span>
      <WorkBar counts={masklets} />
    </div>
  );
}
