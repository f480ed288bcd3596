import type { Label, Member, Project, ProjectChange, User } from "@/protocol/types";

/** What an open editor knows of its project; `labels` includes deleted ones, for objects that carry them. */
export interface ProjectState {
  project: Project | null;
  labels: readonly Label[];
  members: readonly Member[];
  me: User | null;
}

/** What an admin changed, taken over in place. */
export function reduceProject(state: ProjectState, { change, at }: ProjectChange): Partial<ProjectState> {
  switch (change.type) {
    case "project.changed": {
      if (!state.project) return {};
      const { name, description, tracking_model, archived, instructions = "", default_label = null } = change.settings;
      const archived_at = archived ? (state.project.archived_at ?? at) : null;
      const settings = { name, description, tracking_model, instructions, default_label, archived_at };
      return { project: { ...state.project, ...settings } };
    }
    case "label.created":
    case "label.changed":
    case "label.deleted": {
      const labels = withItem(state.labels, change.label);
      return { labels: labels.sort((a, b) => a.position - b.position || a.id - b.id) };
    }
    case "member.added":
    case "member.changed": {
      const { member } = change;
      const isMe = member.user.id === state.me?.id;
      const members = withItem(state.members, member);
      return isMe && state.project ? { members, project: { ...state.project, role: member.role } } : { members };
    }
    case "member.removed":
      return { members: state.members.filter(({ id }) => id !== change.member.id) };
  }
}

/** What was changed, as a sentence to somebody who has the editor open; null where they need not know. */
export function describeChange({ change, actor }: ProjectChange, me: User | null): string | null {
  if (actor.id === me?.id) return null;
  const who = nameOf(actor);
  switch (change.type) {
    case "project.changed":
      return describeSettings(who, change.before, change.settings);
    case "label.created":
      return `${who} added the label “${change.label.name}”.`;
    case "label.changed":
      return describeLabel(who, change.before, change.label);
    case "label.deleted":
      return `${who} took the label “${change.label.name}” off the menu. Objects that carry it keep it.`;
    case "member.added":
      return `${who} added ${nameOf(change.member.user)} as ${change.member.role}.`;
    case "member.changed":
      return change.member.user.id === me?.id
        ? `${who} made you ${withArticle(change.member.role)} of this project. What you did stays.`
        : `${who} made ${nameOf(change.member.user)} ${withArticle(change.member.role)}.`;
    case "member.removed":
      return change.member.user.id === me?.id
        ? `${who} took you out of this project. What you did stays in it.`
        : `${who} took ${nameOf(change.member.user)} out of the project.`;
  }
}

interface Settings {
  name: string;
  description: string;
  tracking_model: string;
  archived?: boolean;
  instructions?: string;
  default_label?: number | null;
}

function describeSettings(who: string, before: Settings, now: Settings): string {
  const parts: string[] = [];
  if (before.name !== now.name) parts.push(`renamed the project to “${now.name}”`);
  if (before.description !== now.description) parts.push("changed the project's description");
  if (before.tracking_model !== now.tracking_model) {
    parts.push(`chose the model ${now.tracking_model} for what is tracked from now on`);
  }
  if (before.instructions !== now.instructions) parts.push("changed the instructions");
  if (before.archived !== now.archived) {
    parts.push(now.archived ? "archived the project: nothing in it can be changed" : "took the project out of the archive");
  }
  return `${who} ${parts.join(" and ") || "changed the project"}.`;
}

function describeLabel(who: string, before: { name: string }, now: { name: string }): string {
  return before.name === now.name
    ? `${who} changed the label “${now.name}”.`
    : `${who} renamed the label “${before.name}” to “${now.name}”.`;
}

function nameOf({ display_name, username }: { display_name: string; username: string }): string {
  return display_name || username;
}

function withArticle(role: string): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}

function withItem<T extends { id: number }>(items: readonly T[], item: T): T[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((known) => (known.id === item.id ? item : known))
    : [...items, item];
}
