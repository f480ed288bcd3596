/**
 * The one place that gives generated wire types their domain names. Where OpenAPI cannot say that
 * a list is a pair or a triple, the pydantic schema of events or a refinement here does.
 */
import type * as Events from "./events";
import type { components } from "./schema";
import type * as FromServer from "./socket.server";

type Schemas = components["schemas"];
/** `T` with some members said more exactly. */
type Refine<T, R> = Omit<T, keyof R> & R;

export type Role = Schemas["RoleEnum"];
export type VideoStatus = Schemas["VideoStatusEnum"];
export type MaskletStatus = Schemas["MaskletStatusEnum"];
export type MaskOrigin = Schemas["OriginEnum"];
export type MaskState = Schemas["MaskStateEnum"];
export type Direction = Schemas["DirectionEnum"];
export type JobStatus = Schemas["JobStatusEnum"];
export type Decision = Schemas["DecisionEnum"];
export type PromptKind = Schemas["KindEnum"];

export type User = Schemas["User"];
export type Person = Schemas["Person"];
export type Account = Schemas["Account"];
/** An account as staff see it. */
export type UserRow = Schemas["UserRow"];
export type BrowserSession = Schemas["BrowserSession"];
export type Scope = Schemas["ScopesEnum"];
/** `token` is shown once, in the answer that creates it. */
export type ApiToken = Schemas["Token"] & Partial<Pick<Schemas["CreatedToken"], "token">>;

export type Project = Schemas["Project"];
export type TrackingModel = Schemas["Model"];
export type Label = Schemas["Label"];
export type Attribute = Schemas["Attribute"];
export type LabelUsage = Schemas["LabelUsage"];
/** Yes or no, a number, text, or the id of an option. */
export type AttributeValue = boolean | number | string;
export type Member = Schemas["Member"];
/** `path` is shown once, in the answer that creates it. */
export type Invite = Schemas["Invite"] & Partial<Pick<Schemas["CreatedInvite"], "path">>;
/** What a link is for, for whoever holds it. */
export type Invitation = Schemas["Invitation"];
export type Joined = Schemas["Joined"];
export type NewcomerJoined = Schemas["NewcomerJoined"];
/** `progress` is 0..1 of the ingest. */
export type Video = Schemas["Video"];
/** A video of the same content or name as a file that somebody is about to upload. */
export type Duplicate = Schemas["Duplicate"];
/** What person and project have uploaded, and may; a limit of 0 is none. */
export type UploadRoom = Schemas["UploadRoom"];
/** An upload that has not become a video, begun in this browser or another. */
export type OpenUpload = Schemas["Upload"];

/** `pts[index] * time_base[0] / time_base[1]` is the frame's time in seconds. */
export type FrameTable = Refine<Schemas["FrameTimes"], { time_base: [number, number] }>;

/** COCO compressed run lengths over columns; `size` is [height, width]. */
export type Rle = Events.RleState;
/** `approved` holds [start, stop, version], stop exclusive; `head` is 0 where there is no version. */
export type Masklet = Events.MaskletState;
export type LastReview = Events.ReviewSummary;
export type Prompt = Events.PromptState;
export type FrameMask = Refine<Schemas["FrameMask"], { rle: Rle | null }>;
export type Propagation = Events.PropagationState;
export type ShownPropagation = Schemas["Propagation"];
/** An edit that lost a conflict; `TwoMasks` has its mask and the one that stands instead. */
export type SideEdit = Events.SideEditState;
export type TwoMasks = Refine<
  Schemas["TwoMasks"],
  { rle: Rle | null; standing: Refine<Schemas["StandingMask"], { rle: Rle | null }> | null }
>;
export type Review = Schemas["Review"];

/** A video with what its objects have come to, what it waits for, and who has it. */
export type VideoWithWork = Schemas["VideoWithWork"];
export type MaskletCounts = Schemas["MaskletCounts"];
export type Stage = VideoWithWork["stage"];
export type Assignment = Schemas["Assignment"];
export type AssignmentKind = Schemas["AssignmentKindEnum"];
export type ProjectProgress = Schemas["ProjectProgress"];
export type FeedEntry = Schemas["FeedEntry"];
export type FeedKind = FeedEntry["kind"];
export type Feed = Schemas["Feed"];
export type Effort = Schemas["Effort"];
export type NextVideo = Schemas["NextVideo"];
export type VideoToAnnotate = Schemas["VideoToAnnotate"];
export type InboxCounts = Schemas["InboxCounts"];

export type InboxItem = Refine<Schemas["InboxItem"], { masklet: Masklet }>;
export type Inbox = Refine<Schemas["Inbox"], { to_annotate: VideoToAnnotate[]; returned: InboxItem[]; to_review: InboxItem[] }>;

export type OperationKind = Schemas["OperationKindEnum"];
/** A frame on which a version put a mask, and the mask's box. */
export type Thumbnail = Refine<Schemas["Thumbnail"], { bbox: [number, number, number, number] }>;
export type Version = Refine<
  Schemas["Version"],
  { ranges: [number, number][]; thumbnail: Thumbnail | null }
>;
export type Operation = Refine<
  Schemas["Operation"],
  { versions: [number, number][]; ranges: [number, number, number][]; thumbnail: Thumbnail | null }
>;
/** A frame on which two versions differ; a side is null where that version says nothing there. */
export type DifferingFrame = Schemas["DifferingFrame"];
export type Diff = Schemas["Diff"];

/** A gesture with the frames it changed, as [masklet, start, stop) triples. */
export type UndoStep = Refine<Schemas["Step"], { ranges: [number, number, number][] }>;
/** What this person would undo and redo next, null where there is nothing. */
export interface UndoState {
  undo: UndoStep | null;
  redo: UndoStep | null;
}
export type Undone = Refine<Schemas["Undone"], { ranges: [number, number, number][] }>;
export type StructureChanged = Refine<Schemas["StructureChanged"], { masklets: Masklet[] }>;
export type DeletedMasklet = Refine<Schemas["DeletedMasklet"], { masklet: Masklet }>;
/** Whose mask counts where two merged objects both have one. */
export type KeptMask = Schemas["KeepEnum"];
export type ProjectExport = Schemas["Export"];

/** [start, stop, version, origin, state], stop exclusive. */
export type HeadRange = [number, number, number, MaskOrigin, MaskState];

export type Snapshot = Refine<
  Schemas["Snapshot"],
  {
    masklets: Masklet[];
    prompts: Prompt[];
    heads: { masklet: number; ranges: HeadRange[] }[];
    propagations: Propagation[];
    side_edits: SideEdit[];
  }
>;

/** What every event carries beside its payload. */
type Numbered<E, T extends string> = Refine<E, { type: T }> & Omit<Schemas["Event"], "type">;

export type MaskRange = Events.MaskRange;

export type VideoEvent =
  | Numbered<Events.VideoChanged, "video.changed">
  | Numbered<Events.MaskletChanged, "masklet.changed">
  | Numbered<Events.MaskletDeleted, "masklet.deleted">
  | Numbered<Events.PromptsChanged, "prompts.changed">
  | Numbered<Events.MasksChanged, "masks.changed">
  | Numbered<Events.PredictionFailed, "prediction.failed">
  | Numbered<Events.PropagationChanged, "propagation.changed">
  | Numbered<Events.SideEditOpened, "side_edit.opened">
  | Numbered<Events.SideEditClosed, "side_edit.closed">;

/** One open page: whose it is, where, and which frame of which masklet it holds softly. */
export type Presence = Refine<
  FromServer.PresentPerson,
  { view: View | null; hold: FromServer.Hold | null }
>;
/** The part of the picture in sight, [x0, y0, x1, y1] in its pixels. */
export type View = [number, number, number, number];
export type Cursor = FromServer.Cursor;
export type Stroke = FromServer.Stroke;
/** What an admin changed in the project, with its number, author and time. */
export type ProjectChange = Refine<
  FromServer.NumberedChange,
  {
    change:
      | Refine<FromServer.ProjectChanged, { type: "project.changed" }>
      | Refine<FromServer.LabelCreated, { type: "label.created"; label: Label }>
      | Refine<FromServer.LabelChanged, { type: "label.changed"; before: Label; label: Label }>
      | Refine<FromServer.LabelDeleted, { type: "label.deleted"; label: Label }>
      | Refine<FromServer.MemberAdded, { type: "member.added" }>
      | Refine<FromServer.MemberChanged, { type: "member.changed" }>
      | Refine<FromServer.MemberRemoved, { type: "member.removed" }>;
  }
>;

export type ServerMessage =
  | Refine<FromServer.Hello, { type: "hello"; presence: Presence[] }>
  | { type: "event"; event: VideoEvent }
  | Refine<FromServer.SnapshotRequired, { type: "snapshot_required" }>
  | Refine<FromServer.Progress, { type: "progress" }>
  | Refine<FromServer.Presence, { type: "presence"; people: Presence[] }>
  | Refine<FromServer.Cursor, { type: "cursor" }>
  | Refine<FromServer.Stroke, { type: "stroke" }>
  | Refine<FromServer.ProjectMessage, { type: "project"; change: ProjectChange }>
  | Refine<FromServer.Pong, { type: "pong" }>
  | Refine<FromServer.ErrorMessage, { type: "error" }>;

export type { ClientMessage } from "./socket.client";

/** RFC 9457 problem details. */
export interface ProblemDetails {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: Record<string, string[]>;
  [member: string]: unknown;
}
