/** The one place that gives wire shapes their domain names. */

export type Role = "annotator" | "reviewer" | "admin";
export type VideoStatus = "uploaded" | "ingesting" | "ready" | "failed";
export type MaskletStatus = "draft" | "submitted" | "approved" | "rejected" | "not_well_defined";
export type MaskOrigin =
  | "prompted"
  | "propagated"
  | "drawn"
  | "imported"
  | "automatic"
  | "restored";
export type MaskState = "present" | "absent" | "cleared";
export type Direction = "forward" | "backward" | "both";
export type JobStatus = "queued" | "running" | "done" | "failed" | "cancelled";
export type Decision = "satisfactory" | "unsatisfactory" | "not_well_defined";

export interface User {
  id: number;
  username: string;
  display_name: string;
  is_staff: boolean;
}

export type Person = Pick<User, "id" | "username" | "display_name">;

export interface ApiToken {
  id: number;
  name: string;
  created_at: string;
  /** Shown once, in the answer that creates it. */
  token?: string;
}

export interface Project {
  id: number;
  name: string;
  description: string;
  tracking_model: string;
  role: Role;
  num_videos: number;
  created_at: string;
}

export interface TrackingModel {
  name: string;
  title: string;
  is_default: boolean;
  available: boolean;
  needs_gpu: boolean;
  size_bytes: number;
}

export interface Label {
  id: number;
  project: number;
  name: string;
  color: string;
  position: number;
}

export interface Member {
  id: number;
  project: number;
  user: Person;
  role: Role;
}

export interface Video {
  id: number;
  project: number;
  name: string;
  status: VideoStatus;
  problem: string;
  warning: string;
  /** 0..1 of the ingest. */
  progress: number;
  num_frames: number;
  width: number;
  height: number;
  duration_s: number;
  created_at: string;
  created_by: number | null;
  num_masklets: number;
}

/** `pts[index] * time_base[0] / time_base[1]` is the frame's time in seconds. */
export interface FrameTable {
  num_frames: number;
  time_base: [number, number];
  pts: number[];
  width: number;
  height: number;
}

/** COCO compressed run lengths over columns; `size` is [height, width]. */
export interface Rle {
  size: [number, number];
  counts: string;
}

export interface LastReview {
  decision: Decision;
  comment: string;
  reviewer: number;
  at: string;
}

export interface Masklet {
  id: number;
  video: number;
  label: number;
  /** The object's number in the video, from 1. */
  number: number;
  status: MaskletStatus;
  /** The newest version's number, 0 where there is none. */
  head: number;
  author: number;
  submitted_version: number | null;
  /** [start, stop, version], stop exclusive. */
  approved: [number, number, number][];
  last_review: LastReview | null;
  created_at: string;
}

export type PromptKind = "point" | "box" | "mask";

export interface Prompt {
  id: number;
  masklet: number;
  frame: number;
  kind: PromptKind;
  points: [number, number][] | null;
  labels: (0 | 1)[] | null;
  box: [number, number, number, number] | null;
  rle: Rle | null;
  author: number;
  created_at: string;
}

export interface FrameMask {
  frame: number;
  rle: Rle | null;
  origin: MaskOrigin;
  state: MaskState;
  version: number;
  score: number | null;
}

export interface Propagation {
  id: number;
  video: number;
  masklets: number[];
  direction: Direction;
  start: number;
  stop: number;
  anchor: number;
  status: JobStatus;
  frames_done: number;
  frames_total: number;
  problem: string;
  cancel_requested: boolean;
  created_by: number;
  created_at: string;
  queue_position?: number | null;
}

export interface Review {
  id: number;
  masklet: number;
  decision: Decision;
  version: number;
  start: number;
  stop: number;
  comment: string;
  reviewer: number;
  at: string;
}

export interface InboxItem {
  masklet: Masklet;
  video: { id: number; name: string; num_frames: number; project: number; project_name: string };
  label: { name: string; color: string };
  comment: string;
  at: string;
}

export interface Inbox {
  to_annotate: Video[];
  returned: InboxItem[];
  to_review: InboxItem[];
}

export interface Version {
  number: number;
  operation: number;
  kind: string;
  author: number;
  created_at: string;
  ranges: [number, number][];
}

export interface Operation {
  id: number;
  kind: string;
  author: number;
  created_at: string;
  undoes: number | null;
  versions: [number, number][];
}

export interface ProjectExport {
  id: number;
  project: number;
  format: "sav";
  scope: "approved" | "all";
  ann_every: number;
  url: string;
  created_at: string;
  created_by: number;
}

/** [start, stop, version, origin, state], stop exclusive. */
export type HeadRange = [number, number, number, MaskOrigin, MaskState];

export interface Snapshot {
  last_seq: number;
  video: Video;
  masklets: Masklet[];
  prompts: Prompt[];
  heads: { masklet: number; ranges: HeadRange[] }[];
  propagations: Propagation[];
}

interface EventBase {
  seq: number;
  actor: number | null;
  at: string;
}

export interface MaskRange {
  masklet: number;
  start: number;
  stop: number;
  version: number;
  origin: MaskOrigin;
  state: MaskState;
}

export type VideoEvent =
  | (EventBase & { type: "video.changed"; video: Video })
  | (EventBase & { type: "masklet.changed"; masklet: Masklet })
  | (EventBase & { type: "masklet.deleted"; masklet: number })
  | (EventBase & {
      type: "prompts.changed";
      added: Prompt[];
      removed: number[];
      operation: number;
    })
  | (EventBase & {
      type: "masks.changed";
      operation: number;
      kind: string;
      ranges: MaskRange[];
    })
  | (EventBase & {
      type: "prediction.failed";
      masklet: number;
      frame: number;
      operation: number;
      problem: string;
    })
  | (EventBase & { type: "propagation.changed"; propagation: Propagation });

export interface Presence {
  session: string;
  user: Person;
  frame: number;
  tool: string;
  masklet: number | null;
}

export type ServerMessage =
  | { type: "hello"; last_seq: number; session: string; presence: Presence[] }
  | { type: "event"; event: VideoEvent }
  | { type: "snapshot_required"; last_seq: number }
  | { type: "progress"; propagation: number; frames_done: number; frames_total: number }
  | { type: "presence"; people: Presence[] }
  | { type: "pong" }
  | { type: "error"; detail: string };

export type ClientMessage =
  | { type: "presence"; frame: number; tool: string; masklet: number | null }
  | { type: "ping" };

/** RFC 9457 problem details. */
export interface ProblemDetails {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: Record<string, string[]>;
  [member: string]: unknown;
}
