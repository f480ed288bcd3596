import { useState } from "react";
import type { FormEvent } from "react";
import { useNavigate } from "react-router";

import { ModelSelect } from "../ModelSelect";
import { checkProjectName } from "../projectForm";
import { countOf } from "../wording";

import type { Project } from "@/protocol/types";
import { useChangeProject, useDeleteProject } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function SettingsTab({ project }: { project: Project }) {
  return (
    <div className="settings">
      <ProjectForm project={project} />
      <DeletePanel project={project} />
    </div>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [model, setModel] = useState(project.tracking_model);
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = checkProjectName(name);
    setWrong(found);
    if (found) return;
    change.mutate(
      { name: name.trim(), description: description.trim(), tracking_model: model },
      { onSuccess: () => showToast("The settings are saved.") },
    );
  }

  return (
    <section className="ui-panel">
      <h2>Project</h2>
      <form className="ui-form" onSubmit={submit} noValidate>
        <Field label="Name" error={wrong}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              value={name}
              onChange={(event) => setName(event.target.value)}
              data-testid="settings-name"
            />
          )}
        </Field>
        <Field label="Description">
          {(control) => (
            <textarea
              {...control}
              className="ui-input"
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <ModelSelect value={model} onValueChange={setModel} />
        {change.isError && <ProblemNote sentence={sentenceOf(change.error)} />}
        <div className="ui-row">
          <Button type="submit" variant="primary" busy={change.isPending} data-testid="settings-save">
            Save
          </Button>
        </div>
      </form>
    </section>
  );
}

function DeletePanel({ project }: { project: Project }) {
  const remove = useDeleteProject(project.id);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);

  async function deleteAndLeave() {
    await remove.mutateAsync();
    await navigate("/", { replace: true });
    showToast(`The project “${project.name}” is deleted.`);
  }

  return (
    <section className="ui-panel">
      <h2>Delete this project</h2>
      <p>{describeLoss(project)}</p>
      <Button variant="danger" onClick={() => setAsking(true)} data-testid="project-delete">
        Delete project
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${project.name}”?`}
        consequence={describeLoss(project)}
        confirmLabel="Delete project"
        onConfirm={deleteAndLeave}
      />
    </section>
  );
}

function describeLoss({ num_videos: numVideos }: Project): string {
  if (numVideos === 0) return "The project and its labels disappear for everyone in it.";
  return `Its ${countOf(numVideos, "video")}, their masklets and its labels disappear for everyone in it.`;
}
