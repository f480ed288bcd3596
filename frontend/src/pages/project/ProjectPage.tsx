import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { NotFoundPage } from "../NotFoundPage";
import { useKeeping } from "../useKeeping";
import { roleTitles } from "../wording";

import { ExportTab } from "./ExportTab";
import { LabelsTab } from "./LabelsTab";
import { MembersTab } from "./MembersTab";
import { SettingsTab } from "./SettingsTab";
import { VideosTab } from "./VideosTab";

import type { Project } from "@/protocol/types";
import { ApiProblem } from "@/sync/api";
import { useProject } from "@/sync/queries/projects";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { Note, ProblemNote } from "@/ui/Note";
import { Tabs } from "@/ui/Tabs";
import { sentenceOf } from "@/ui/sentenceOf";

import "./ProjectPage.css";

const ActivityTab = lazy(() => import("./activity/ActivityTab"));

export default function ProjectPage() {
  const { id, tab } = useParams();
  const project = useProject(Number(id));
  if (project.data) return <ProjectTabs key={project.data.id} project={project.data} tab={tab ?? "videos"} />;
  if (project.error instanceof ApiProblem && project.error.status === 404) return <NotFoundPage />;
  return (
    <main className="page" id="main">
      {project.isError ? <ProblemNote sentence={sentenceOf(project.error)} /> : <Loading what="the project" />}
    </main>
  );
}

function ProjectTabs({ project, tab }: { project: Project; tab: string }) {
  const navigate = useNavigate();
  const tabs = tabsFor(project);
  if (!tabs.some((item) => item.value === tab)) return <NotFoundPage />;
  return (
    <main className="page" id="main">
      <title>{`${project.name} · Maskloop`}</title>
      <div className="page__head">
        <div>
          <Link to="/" className="page__crumb">
            Projects
          </Link>
          <h1 data-testid="project-title">{project.name}</h1>
          {project.description && <p>{project.description}</p>}
        </div>
        <Badge tone={project.role === "admin" ? "accent" : "plain"}>{roleTitles[project.role]}</Badge>
      </div>
      {project.archived_at && <ArchivedNote project={project} />}
      <Tabs
        label="Parts of the project"
        value={tab}
        onValueChange={(value) => void navigate(`/projects/${project.id}/${value}`)}
        items={tabs}
      />
    </main>
  );
}

function ArchivedNote({ project }: { project: Project }) {
  const { tell } = useKeeping("projects", project.id, project.name);
  return (
    <div className="archived-note" data-testid="archived-note">
      <Note tone="warn">
        This project is archived: everything can be looked at and exported, nothing can be changed.
      </Note>
      {project.role === "admin" && (
        <Button small onClick={() => void tell("unarchive")} data-testid="project-unarchive">
          Take out of the archive
        </Button>
      )}
    </div>
  );
}

interface ProjectTab {
  value: string;
  title: string;
  content: ReactNode;
}

/** What the caller's role may see; the server checks again. */
function tabsFor(project: Project): ProjectTab[] {
  const tabs = [
    { value: "videos", title: "Videos", content: <VideosTab project={project} /> },
    { value: "labels", title: "Labels", content: <LabelsTab project={project} /> },
    { value: "members", title: "Members", content: <MembersTab project={project} /> },
    { value: "activity", title: "Activity", content: <LateActivity project={project} /> },
  ];
  if (project.role !== "annotator") {
    tabs.push({ value: "export", title: "Export", content: <ExportTab project={project} /> });
  }
  if (project.role === "admin") {
    tabs.push({ value: "settings", title: "Settings", content: <SettingsTab project={project} /> });
  }
  return tabs;
}

function LateActivity({ project }: { project: Project }) {
  return (
    <Suspense fallback={<Loading what="what happened" />}>
      <ActivityTab project={project} />
    </Suspense>
  );
}
