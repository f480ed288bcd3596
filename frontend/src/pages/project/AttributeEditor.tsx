import { useState } from "react";

import { countOf } from "../wording";

import type { AttributeDraft } from "./attributeDrafts";
import { emptyDraft, kindTitles, splitLines } from "./attributeDrafts";

import type { Attribute, LabelUsage } from "@/protocol/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { PlusIcon } from "@/ui/icons";

interface AttributeEditorProps {
  drafts: readonly AttributeDraft[];
  onChange: (drafts: readonly AttributeDraft[]) => void;
  /** Absent until it is known. */
  usage: LabelUsage | undefined;
}

/** What is said of objects of a label: added, renamed, moved and removed. */
export function AttributeEditor({ drafts, onChange, usage }: AttributeEditorProps) {
  const [removed, setRemoved] = useState<readonly AttributeDraft[]>([]);

  function change(key: string, changes: Partial<AttributeDraft>) {
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...changes } : draft)));
  }

  function move(place: number, by: 1 | -1) {
    const moved = [...drafts];
    const [draft] = moved.splice(place, 1);
    if (draft) moved.splice(place + by, 0, draft);
    onChange(moved);
  }

  function remove(draft: AttributeDraft) {
    onChange(drafts.filter((other) => other !== draft));
    if (draft.id !== undefined) setRemoved([...removed, draft]);
  }

  function bringBack(draft: AttributeDraft) {
    setRemoved(removed.filter((other) => other !== draft));
    onChange([...drafts, draft]);
  }

  return (
    <div className="ui-stack">
      <ul className="attribute-editor" aria-label="Attributes">
        {drafts.map((draft, place) => (
          <li key={draft.key} data-testid="attribute-draft">
            <AttributeForm draft={draft} onChange={(changes) => change(draft.key, changes)} />
            <div className="ui-row">
              <Button small variant="quiet" disabled={place === 0} onClick={() => move(place, -1)}>
                Up
              </Button>
              <Button small variant="quiet" disabled={place === drafts.length - 1} onClick={() => move(place, 1)}>
                Down
              </Button>
              <Button small variant="quiet" onClick={() => remove(draft)}>
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {removed.map((draft) => (
        <Note key={draft.key} tone="warn" testId="attribute-removed">
          “{draft.name}” goes when you save. {describeLoss(usage?.attributes[draft.id ?? ""] ?? 0)}{" "}
          <Button small variant="quiet" onClick={() => bringBack(draft)}>
            Keep it
          </Button>
        </Note>
      ))}
      <div>
        <Button
          small
          onClick={() => onChange([...drafts, emptyDraft(`new-${Date.now()}`)])}
          data-testid="attribute-add"
        >
          <PlusIcon /> Add an attribute
        </Button>
      </div>
    </div>
  );
}

function describeLoss(objects: number): string {
  if (objects === 0) return "No object has a value for it.";
  const have = objects === 1 ? "has" : "have";
  return `${countOf(objects, "object")} ${have} a value for it, which is kept and hidden.`;
}

interface AttributeFormProps {
  draft: AttributeDraft;
  onChange: (changes: Partial<AttributeDraft>) => void;
}

function AttributeForm({ draft, onChange }: AttributeFormProps) {
  return (
    <>
      <div className="ui-row">
        <input
          className="ui-input ui-grow"
          aria-label="Name of the attribute"
          placeholder="Colour, age, occluded…"
          autoFocus={draft.id === undefined && !draft.name}
          maxLength={80}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
          data-testid="attribute-name"
        />
        <Select
          aria-label="Kind of the attribute"
          value={draft.kind}
          disabled={draft.id !== undefined}
          title={draft.id === undefined ? undefined : "The kind stays, for the values that there are"}
          onValueChange={(kind) => onChange({ kind: kind as Attribute["kind"], initial: "" })}
          options={Object.entries(kindTitles).map(([value, title]) => ({ value, title }))}
          data-testid="attribute-kind"
        />
      </div>
      {draft.kind === "choice" && (
        <Field label="Options, one a line">
          {(control) => (
            <textarea
              {...control}
              className="ui-input"
              rows={3}
              value={draft.options}
              onChange={(event) => onChange({ options: event.target.value })}
              data-testid="attribute-options"
            />
          )}
        </Field>
      )}
      <div className="ui-row">
        {draft.kind === "number" && <Bounds draft={draft} onChange={onChange} />}
        <DefaultField draft={draft} onChange={onChange} />
      </div>
      {draft.kind !== "checkbox" && (
        <label className="ui-row">
          <input
            type="checkbox"
            checked={draft.required}
            onChange={(event) => onChange({ required: event.target.checked })}
            data-testid="attribute-required"
          />
          Needed before an object is submitted
        </label>
      )}
    </>
  );
}

function Bounds({ draft, onChange }: AttributeFormProps) {
  return (["min", "max"] as const).map((bound) => (
    <Field key={bound} label={bound === "min" ? "Least" : "Greatest"}>
      {(control) => (
        <input
          {...control}
          className="ui-input ui-input--small"
          inputMode="decimal"
          value={draft[bound]}
          onChange={(event) => onChange({ [bound]: event.target.value })}
        />
      )}
    </Field>
  ));
}

function DefaultField({ draft, onChange }: AttributeFormProps) {
  const choices =
    draft.kind === "checkbox" ? [{ value: "yes", title: "Checked" }] : splitLines(draft.options).map(asOption);
  return (
    <Field label="A new object has">
      {(control) =>
        draft.kind === "choice" || draft.kind === "checkbox" ? (
          <Select
            {...control}
            small
            value={draft.initial}
            onValueChange={(initial) => onChange({ initial })}
            options={[{ value: "", title: draft.kind === "checkbox" ? "Not checked" : "No value" }, ...choices]}
          />
        ) : (
          <input
            {...control}
            className="ui-input ui-input--small"
            placeholder="No value"
            value={draft.initial}
            onChange={(event) => onChange({ initial: event.target.value })}
          />
        )
      }
    </Field>
  );
}

function asOption(name: string) {
  return { value: name, title: name };
}
