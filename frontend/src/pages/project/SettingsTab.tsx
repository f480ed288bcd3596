import { useState } from "react";
import type { FormEvent } from "react";

import { ModelSelect } from "../ModelSelect";
import { checkProjectName } from "../projectForm";

import { InboxPanel } from "./InboxPanel";
import { KeepingPanels } from "./KeepingPanels";

import type { Project } from "@/protocol/types";
import { useLabels } from "@/sync/queries/labels";
import { useChangeProject } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function SettingsTab({ project }: { project: Project }) {
  return (
    <div className="settings">
      <ProjectForm project={project} />
      <InboxPanel project={project} />
      <KeepingPanels project={project} />
    </div>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [instructions, setInstructions] = useState(project.instructions);
  const [model, setModel] = useState(project.tracking_model);
  const [label, setLabel] = useState(project.default_label);
  const labels = useLabels(project.id);
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = checkProjectName(name);
    setWrong(found);
    if (found) return;
    change.mutate(
      {
        name: name.trim(),
        description: description.trim(),
        instructions: instructions.trim(),
        tracking_model: model,
        default_label: label,
      },
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
        <Field
          label="Instructions for annotators"
          hint="Plain text. People see it when they first open a video, and by the button “Instructions” in the editor."
        >
          {(control) => (
            <textarea
              {...control}
              className="ui-input"
              rows={6}
              maxLength={20_000}
              value={instructions}
              onChange={(event) => setInstructions(event.target.value)}
              data-testid="settings-instructions"
            />
          )}
        </Field>
        <Field label="Default label" hint="What a new object is, until somebody chooses another label.">
          {(control) => (
            <Select
              {...control}
              value={label === null ? "" : String(label)}
              onValueChange={(value) => setLabel(value ? Number(value) : null)}
              options={[
                { value: "", title: "The first of the list" },
                ...(labels.data ?? []).map(({ id, name: title }) => ({ value: String(id), title })),
              ]}
              data-testid="settings-default-label"
            />
          )}
        </Field>
        <ModelSelect value={model} onValueChange={setModel} />
        {change.isError && <ProblemNote sentence={sentenceOf(change.error)} />}
        <div className="ui-row">
          <Button
            type="submit"
            variant="primary"
            busy={change.isPending}
            disabled={project.archived_at !== null}
            data-testid="settings-save"
          >
            Save
          </Button>
        </div>
      </form>
    </section>
  );
}
