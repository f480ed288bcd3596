import { expect, test } from "vitest";

import { describeChange, reduceProject, type ProjectState } from "./projectState";

import type { Label, Member, Project, ProjectChange } from "@/protocol/types";

const admin = { id: 1, username: "alice", display_name: "Alice" };
const me = { id: 2, username: "bob", display_name: "" };
const leaf: Label = {
  id: 1,
  project: 1,
  name: "leaf",
  color: "#E69F00",
  position: 0,
  deleted: false,
  shortcut: "",
  attributes: [],
};
const stone: Label = { ...leaf, id: 2, name: "stone", position: 1 };
const membership: Member = { id: 7, project: 1, role: "annotator", user: me };

const project: Project = {
  id: 1,
  name: "Streets",
  description: "",
  instructions: "",
  tracking_model: "maskloop-nano",
  assigned_only: false,
  default_label: null,
  role: "annotator",
  num_videos: 0,
  last_change: 0,
  created_at: "2026-03-01T09:00:00Z",
  archived_at: null,
  deleted_at: null,
};
const state: ProjectState = {
  project,
  labels: [leaf, stone],
  members: [membership],
  me: { ...me, email: "" } as unknown as ProjectState["me"],
};

function by(actor: typeof admin, change: ProjectChange["change"]): ProjectChange {
  return { number: 1, at: "2026-03-01T09:00:00Z", actor, change };
}

test("a renamed label is renamed in place, in its order", () => {
  const change = by(admin, { type: "label.changed", before: leaf, label: { ...leaf, name: "blade", position: 5 } });
  expect(reduceProject(state, change).labels?.map(({ name }) => name)).toEqual(["stone", "blade"]);
  expect(describeChange(change, state.me)).toBe("Alice renamed the label “leaf” to “blade”.");
});

test("a label off the menu stays known to the objects that carry it", () => {
  const change = by(admin, { type: "label.deleted", label: { ...leaf, deleted: true } });
  expect(reduceProject(state, change).labels).toEqual([{ ...leaf, deleted: true }, stone]);
  expect(describeChange(change, state.me)).toBe(
    "Alice took the label “leaf” off the menu. Objects that carry it keep it.",
  );
});

test("a new role of this person is the project's role here, and told to them as theirs", () => {
  const change = by(admin, { type: "member.changed", before: "annotator", member: { ...membership, role: "reviewer" } });
  expect(reduceProject(state, change)).toMatchObject({ project: { role: "reviewer" }, members: [{ role: "reviewer" }] });
  expect(describeChange(change, state.me)).toBe("Alice made you a reviewer of this project. What you did stays.");
});

test("a removed member goes; others' roles leave this person's alone", () => {
  const carol: Member = { id: 8, project: 1, role: "reviewer", user: { id: 3, username: "carol", display_name: "" } };
  const added = reduceProject(state, by(admin, { type: "member.added", member: carol }));
  expect(added).toEqual({ members: [membership, carol] });
  const change = by(admin, { type: "member.removed", member: membership });
  expect(reduceProject(state, change)).toEqual({ members: [] });
  expect(describeChange(change, state.me)).toBe("Alice took you out of this project. What you did stays in it.");
});

test("settings are taken over, and the sentence names what differs", () => {
  const before = { name: "Streets", description: "", tracking_model: "maskloop-nano" };
  const change = by(admin, {
    type: "project.changed",
    before,
    settings: { ...before, name: "Roads", tracking_model: "sam2.1_hiera_small" },
  });
  expect(reduceProject(state, change).project?.name).toBe("Roads");
  expect(describeChange(change, state.me)).toBe(
    "Alice renamed the project to “Roads” and chose the model sam2.1_hiera_small for what is tracked from now on.",
  );
});

test("nobody is told what they did themselves", () => {
  expect(describeChange(by(me, { type: "label.created", label: leaf }), state.me)).toBeNull();
});
