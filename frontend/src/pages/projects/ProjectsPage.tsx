import { useState } from "react";

import { NewProjectDialog } from "./NewProjectDialog";
import { ProjectCard } from "./ProjectCard";

import type { Project } from "@/protocol/types";
import { useProgress, useProjects } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { FilmIcon, PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

import "./ProjectsPage.css";

/** Fewer are in sight at once. */
const SEARCH_FROM = 7;

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
        <ProjectList projects={projects.data} />
      )}
      {creating && <NewProjectDialog onClose={() => setCreating(false)} />}
    </main>
  );
}

function ProjectList({ projects }: { projects: readonly Project[] }) {
  const { data: progress } = useProgress();
  const [search, setSearch] = useState("");
  const wished = search.trim().toLowerCase();
  const shown = projects.filter((project) => project.name.toLowerCase().includes(wished));
  return (
    <>
      {projects.length >= SEARCH_FROM && (
        <div className="project-search" role="search" aria-label="Projects">
          <input
            type="search"
            className="ui-input"
            aria-label="Search by name"
            placeholder="Search by name"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            data-testid="projects-search"
          />
        </div>
      )}
      {shown.length === 0 && <EmptyState title="No such project" hint={`None of yours has “${search.trim()}” in its name.`} />}
      <ul className="project-grid">
        {shown.map((project) => (
          <li key={project.id}>
            <ProjectCard project={project} progress={progress?.find((one) => one.project === project.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}
