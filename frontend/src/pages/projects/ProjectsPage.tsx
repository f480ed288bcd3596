import { useState } from "react";
import { Link } from "react-router";

import { countOf, roleTitles } from "../wording";

import { NewProjectDialog } from "./NewProjectDialog";

import type { Project } from "@/protocol/types";
import { useProjects } from "@/sync/queries/projects";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { FilmIcon, PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

import "./ProjectsPage.css";

export default function ProjectsPage() {
  const projects = useProjects();
  const [creating, setCreating] = useState(false);
  return (
    <main className="page" id="main">
      <title>Projects · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Projects</h1>
          <p>Each has its own videos, labels and people.</p>
        </div>
        <Button variant="primary" onClick={() => setCreating(true)} data-testid="new-project">
          <PlusIcon />
          New project
        </Button>
      </div>
      {projects.isPending && <Loading what="your projects" />}
      {projects.isError && <ProblemNote sentence={sentenceOf(projects.error)} />}
      {projects.data?.length === 0 && (
        <EmptyState
          icon={<FilmIcon />}
          title="No project yet"
          hint="Create one to upload videos, or ask the admin of an existing project to add you as a member."
        />
      )}
      {projects.data && projects.data.length > 0 && (
        <ul className="project-grid">
          {projects.data.map((project) => (
            <li key={project.id}>
              <ProjectCard project={project} />
            </li>
          ))}
        </ul>
      )}
      {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </main>
  );
}

function ProjectCard({ project }: { project: Project }) {
  return (
    <Link
      to={`/projects/${project.id}`}
      className="project-card ui-panel"
      data-testid="project-card"
      data-project={project.id}
    >
      <h2>{project.name}</h2>
      <p className="project-card__text">{project.description}</p>
      <div className="ui-row">
        <span className="ui-muted ui-grow">{countOf(project.num_videos, "video")}</span>
        <Badge tone={project.role === "admin" ? "accent" : "plain"}>{roleTitles[project.role]}</Badge>
      </div>
    </Link>
  );
}
