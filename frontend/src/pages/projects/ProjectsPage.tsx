import { useState } from "react";

import { shelfOptions } from "../wording";

import { NewProjectDialog } from "./NewProjectDialog";
import { ProjectCard } from "./ProjectCard";

import type { Project } from "@/protocol/types";
import { useProjectsOn } from "@/sync/queries/keeping";
import type { Shelf } from "@/sync/queries/keeping";
import { useProgress, useProjects } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { FilmIcon, PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

import "./ProjectsPage.css";

/** Fewer are in sight at once. */
const SEARCH_FROM = 7;

export default function ProjectsPage() {
  const [shelf, setShelf] = useState<Shelf>("active");
  const atHand = useProjects();
  const putAway = useProjectsOn(shelf, shelf !== "active");
  const projects = shelf === "active" ? atHand : putAway;
  const [creating, setCreating] = useState(false);
  return (
    <main className="page" id="main">
      <title>Projects · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Projects</h1>
          <p>Each has its own videos, labels and people.</p>
        </div>
        <Select
          className="projects-shelf"
          aria-label="Which projects"
          value={shelf}
          onValueChange={(value) => setShelf(value as Shelf)}
          options={shelfOptions}
          data-testid="projects-shelf"
        />
        <Button variant="primary" onClick={() => setCreating(true)} data-testid="new-project">
          <PlusIcon />
          New project
        </Button>
      </div>
      {projects.isPending && <Loading what="your projects" />}
      {projects.isError && <ProblemNote sentence={sentenceOf(projects.error)} />}
      {shelf !== "active" && projects.data?.length === 0 && (
        <EmptyState
          title={shelf === "archived" ? "Nothing is archived" : "Nothing was deleted"}
          hint={
            shelf === "archived"
              ? "An archived project is read-only and out of the way. Admins archive one on its settings page."
              : "Projects that were deleted stand here for the people who were their admins, and can be restored."
          }
        />
      )}
      {shelf === "active" && projects.data?.length === 0 && (
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
