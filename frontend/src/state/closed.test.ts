import { afterEach, expect, test } from "vitest";

import { whyClosed } from "./closed";
import { resetEditor, useEditorStore } from "./editorStore";
import { findLabelByKey, keepNextLabel } from "./labelMoves";
import { reduceProject } from "./projectState";
import { stateFromSnapshot, whyReadOnly } from "./videoState";

import type { Label, Masklet, Project, ProjectChange, Snapshot } from "@/protocol/types";

function sampleProject(fields: Partial<Project> = {}): Project {
  return { id: 1, name: "Streets", archived_at: null, default_label: null, ...fields } as Project;
}

function open(fields: { archived: boolean; archived_at: string | null }): void {
  const rest = { last_seq: 1, masklets: [], prompts: [], heads: [], propagations: [], side_edits: [] };
  const snapshot = { ...rest, video: { id: 1, archived: fields.archived } } as unknown as Snapshot;
  resetEditor({
    server: stateFromSnapshot(snapshot),
    project: sampleProject({ archived_at: fields.archived_at }),
  });
}

const draft = { id: 1, status: "draft", approved: [] } as unknown as Masklet;

afterEach(() => resetEditor());

test("what is archived, or whose project is, closes every object with a sentence", () => {
  open({ archived: false, archived_at: null });
  expect(whyReadOnly(draft)).toBeNull();
  open({ archived: true, archived_at: null });
  expect(whyReadOnly(draft)).toBe("This video is archived: everything can be looked at, nothing can be changed.");
  open({ archived: false, archived_at: "2026-03-01T09:00:00Z" });
  expect(whyReadOnly(undefined)).toContain("The project of this video is archived");
});

test("an admin's archiving reaches the open editor", () => {
  open({ archived: false, archived_at: null });
  const settings = { name: "Streets", description: "", tracking_model: "maskloop-nano" };
  const change = {
    number: 1,
    at: "2026-03-02T09:00:00Z",
    actor: { id: 1, username: "alice", display_name: "" },
    change: { type: "project.changed", before: settings, settings: { ...settings, archived: true } },
  } as ProjectChange;
  useEditorStore.setState(reduceProject(useEditorStore.getState(), change));
  expect(whyClosed(useEditorStore.getState())).toContain("archived");
});

test("the next object has the chosen label, else the default, else the first on the menu", () => {
  const label = (id: number, fields: Partial<Label>): Label => ({ id, deleted: false, ...fields }) as Label;
  const labels = [label(1, { shortcut: "1" }), label(2, { shortcut: "j" }), label(3, { shortcut: "j", deleted: true })];
  resetEditor({ labels, project: sampleProject({ default_label: 2 }) });
  keepNextLabel();
  expect(useEditorStore.getState().nextLabel).toBe(2);
  expect(findLabelByKey("j")?.id).toBe(2);
  useEditorStore.setState({ project: sampleProject(), nextLabel: 3 });
  keepNextLabel();
  expect(useEditorStore.getState().nextLabel).toBe(1);
});
