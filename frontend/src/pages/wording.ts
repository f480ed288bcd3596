import type { AssignmentKind, Decision, MaskletStatus, Role, Stage } from "@/protocol/types";

export const roleTitles: Record<Role, string> = {
  annotator: "Annotator",
  reviewer: "Reviewer",
  admin: "Admin",
};

export const roleHints: Record<Role, string> = {
  annotator: "labels and submits",
  reviewer: "also approves, sends back and exports",
  admin: "also manages videos, labels, members and settings",
};

export const roleOptions = (["annotator", "reviewer", "admin"] as const).map((role) => ({
  value: role,
  title: roleTitles[role],
}));

export const decisionTitles: Record<Decision, string> = {
  satisfactory: "Approved",
  unsatisfactory: "Sent back",
  not_well_defined: "Not well defined",
};

export const maskletStatusTitles: Record<MaskletStatus, string> = {
  draft: "Draft",
  submitted: "Submitted",
  approved: "Approved",
  rejected: "Sent back",
  not_well_defined: "Not well defined",
};

export const stageTitles: Record<Stage, string> = {
  reading: "Being read",
  failed: "Not readable",
  new: "Not begun",
  in_work: "In work",
  to_review: "To review",
  done: "Done",
};

export const assignmentTitles: Record<AssignmentKind, string> = {
  annotate: "annotates",
  review: "reviews",
};

export const shelfOptions = [
  { value: "active", title: "At hand" },
  { value: "archived", title: "Archived" },
  { value: "deleted", title: "Deleted" },
];

/** "1 video", "3 videos". */
export function countOf(count: number, singular: string): string {
  return count === 1 ? `1 ${singular}` : `${count} ${singular}s`;
}

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function formatTime(iso: string): string {
  return dayAndTime.format(new Date(iso));
}

/** "0:07", "1:02:09". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
