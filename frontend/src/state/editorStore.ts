import { create } from "zustand";

import type { VideoState } from "./videoState";

import type { Box } from "@/geometry/box";
import type { Point, Size, Viewport } from "@/geometry/viewport";
import type { Spans } from "@/masks/spans";
import type { DifferingFrame, Direction, FrameTable, Label, Member, Presence, Project, UndoState, User } from "@/protocol/types";


export type Tool = "point" | "box" | "brush" | "eraser" | "select";
export type Connection = "connecting" | "live" | "offline";

/** A prompt on its way to the server, shown at once. `masklet` is null while its object is made. */
export interface PendingPrompt {
  key: string;
  masklet: number | null;
  frame: number;
  point?: [number, number];
  positive?: boolean;
  box?: [number, number, number, number];
}

/** An edit that the server refused, kept until the person has seen why. */
export interface RefusedEdit {
  key: string;
  video: number;
  what: string;
  why: string;
  /** Where it was made, where it was made on a frame. */
  frame: number | null;
}

/** A mask under the brush, shown instead of the one that its masklet has on that frame. */
export interface DraftMask {
  masklet: number;
  frame: number;
  spans: Spans;
}

/** A mask that the model was asked for and has not sent yet. */
export interface AwaitedMask {
  operation: number;
  masklet: number;
  frame: number;
  since_ms: number;
}

/** What the propagate panel is set to. */
export interface PropagationChoice {
  direction: Direction;
  scope: "selected" | "all";
  /** Track from the shown frame instead of from the first prompt. */
  fromHere: boolean;
}

/** A structure edit that a person is asked about before it is made. */
export interface StructureAsk {
  kind: "split" | "merge" | "swap" | "copy" | "absent" | "cleared" | "deleted";
  /** The object it is about; null for the list of deleted ones. */
  masklet: number | null;
}

/** Two versions of an object on the canvas; `frames` are those that differ, null while they are asked for. */
export interface ComparedVersions {
  masklet: number;
  a: number;
  b: number;
  frames: readonly DifferingFrame[] | null;
}

/** What the two versions show on one frame. */
export interface VersionMasks {
  frame: number;
  a: Spans | null;
  b: Spans | null;
}

export interface Progress {
  frames_done: number;
  frames_total: number;
}

export interface EditorState {
  server: VideoState | null;
  frames: FrameTable | null;
  project: Project | null;
  /** Those taken off the menu too, for objects that carry them. */
  labels: readonly Label[];
  members: readonly Member[];
  me: User | null;
  /** A sentence, where the video cannot be opened at all. */
  fatal: string | null;

  /** The frame that is asked for; `shownFrame` is the one whose pixels are on the canvas. */
  frame: number;
  shownFrame: number | null;
  playing: boolean;
  tool: Tool;
  selected: number | null;
  /** In review, the only masklet that is shown. */
  solo: number | null;
  /** The label that the next object gets. */
  nextLabel: number | null;
  hidden: ReadonlySet<number>;
  locked: ReadonlySet<number>;
  opacity: number;
  masksHeldHidden: boolean;
  /** The masklet that a person is asked about before it is deleted. */
  asksToDelete: number | null;
  structureAsk: StructureAsk | null;
  undo: UndoState;
  /** Whose history is open: an object's, the whole video's (masklet null), or none. */
  history: { masklet: number | null } | null;
  comparison: ComparedVersions | null;
  versionMasks: VersionMasks | null;
  propagationChoice: PropagationChoice;
  /** Frames that a person picked on the timeline, stop exclusive; null is the whole video. */
  range: readonly [number, number] | null;
  /** How the picture lies on the stage; null before the stage has a size. */
  viewport: Viewport | null;
  stageSize: Size | null;
  /** The box that is being drawn, in image pixels. */
  draftBox: Box | null;
  draftMask: DraftMask | null;
  /** What a click where the pointer rests would give; it lies over the mask that stands. */
  preview: DraftMask | null;
  /** Whether previews are asked for at all. */
  previewsOn: boolean;
  /** One of a conflict's two masks, shown instead of what its masklet has on that frame. */
  comparedMask: DraftMask | null;
  /** The conflict that is opened; "none" where the person closed it, null while they did neither. */
  openConflict: number | "none" | null;
  /** The diameter of brush and eraser, in image pixels. */
  brushSize: number;
  /** Where the pointer is over the picture, in image pixels; only brush and eraser follow it. */
  brushAt: Point | null;
  pending: readonly PendingPrompt[];
  awaited: readonly AwaitedMask[];
  progress: ReadonlyMap<number, Progress>;

  connection: Connection;
  /** Edits of this person that wait for the server's answer, those of other videos too. */
  unsentEdits: number;
  /** Why nothing is sent at the moment. */
  sendingHalted: "lost" | "signedOut" | null;
  refusedEdits: readonly RefusedEdit[];
  /** Unsent edits make so many objects, which have no number yet. */
  objectsInMaking: number;
  /** Prompts and objects that unsent edits take away. */
  leavingPrompts: ReadonlySet<number>;
  leavingMasklets: ReadonlySet<number>;
  /** The browser keeps unsent edits when the page is closed. */
  keepsEdits: boolean;
  presence: readonly Presence[];
  session: string | null;
  /** The other page (its session) whose frame and view this one takes. */
  following: string | null;
  /** The newest thing said to people who cannot see the canvas. */
  announcement: string;
}

const initial: EditorState = {
  server: null,
  frames: null,
  project: null,
  labels: [],
  members: [],
  me: null,
  fatal: null,
  frame: 0,
  shownFrame: null,
  playing: false,
  tool: "point",
  selected: null,
  solo: null,
  nextLabel: null,
  hidden: new Set(),
  locked: new Set(),
  opacity: 0.4,
  masksHeldHidden: false,
  asksToDelete: null,
  structureAsk: null,
  undo: { undo: null, redo: null },
  history: null,
  comparison: null,
  versionMasks: null,
  propagationChoice: { direction: "forward", scope: "selected", fromHere: false },
  range: null,
  viewport: null,
  stageSize: null,
  draftBox: null,
  draftMask: null,
  preview: null,
  previewsOn: true,
  comparedMask: null,
  openConflict: null,
  brushSize: 24,
  brushAt: null,
  pending: [],
  awaited: [],
  progress: new Map(),
  connection: "connecting",
  unsentEdits: 0,
  sendingHalted: null,
  refusedEdits: [],
  objectsInMaking: 0,
  leavingPrompts: new Set(),
  leavingMasklets: new Set(),
  keepsEdits: true,
  presence: [],
  session: null,
  following: null,
  announcement: "",
};

/** One editor is open at a time; opening another starts from here again. */
export const useEditorStore = create<EditorState>()(() => initial);

export function resetEditor(start: Partial<EditorState> = {}): void {
  useEditorStore.setState({ ...initial, ...start }, true);
}
