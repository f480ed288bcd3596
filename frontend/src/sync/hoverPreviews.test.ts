import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { HoverPreviews } from "./hoverPreviews";

import type { MaskFrame } from "@/protocol/maskFrame";
import type { ClientMessage, Masklet, Snapshot } from "@/protocol/types";
import { resetEditor, useEditorStore, type EditorState } from "@/state/editorStore";
import { recallPreviews, togglePreviews } from "@/state/hoverPreview";
import { stateFromSnapshot } from "@/state/videoState";

const set = useEditorStore.setState;
const shown = () => useEditorStore.getState().preview;

let sent: ClientMessage[] = [];
let hover: HoverPreviews;

function makeMasklet(id: number, fields: Partial<Masklet> = {}): Masklet {
  return { id, number: id, status: "draft", approved: [], ...fields } as Masklet;
}

function openVideo(...masklets: Masklet[]): void {
  const snapshot = { last_seq: 0, video: {}, masklets, prompts: [], heads: [], propagations: [], side_edits: [] };
  const server = stateFromSnapshot(snapshot as unknown as Snapshot);
  resetEditor({ server, selected: 4, frame: 2, shownFrame: 2, connection: "live" });
}

/** The screen shows the picture at twice its size. */
function pointAt(x: number, y: number): void {
  hover.pointAt({ screen: { x, y }, at: [x / 2, y / 2] });
}

function rest(x: number, y: number): void {
  pointAt(x, y);
  vi.advanceTimersByTime(120);
}

function answer(fields: Partial<MaskFrame> = {}): void {
  const sizes = { height: 2, width: 2, score: 1, counts: "121" };
  const whose = { frame: 2, masklet: 4, version: 0, leaseToken: 0, propagation: 0 };
  hover.take({ kind: "preview", state: "present", origin: "prompted", ...sizes, ...whose, ...fields });
}

const asked = (x: number, y: number, masklet = 4, frame = 2) => ({ type: "preview", masklet, frame, at: [x, y] });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  openVideo(makeMasklet(4), makeMasklet(5));
  sent = [];
  hover = new HoverPreviews((message) => sent.push(message));
});

afterEach(() => {
  hover.stop();
  vi.useRealTimers();
});

test("a pointer asks once when it has rested on the picture, however it trembles", () => {
  for (let x = 0; x <= 50; x += 10) {
    pointAt(x, 20);
    vi.advanceTimersByTime(119);
  }
  expect(sent).toEqual([]);
  pointAt(52, 21);
  vi.advanceTimersByTime(1);
  pointAt(51, 20);
  vi.advanceTimersByTime(1_000);
  pointAt(90, 90);
  hover.pointAt(null);
  vi.advanceTimersByTime(1_000);
  expect(sent).toEqual([asked(25, 10)]);
});

test("the answer is shown until the pointer moves away", () => {
  rest(10, 10);
  answer();
  expect(shown()).toMatchObject({ masklet: 4, frame: 2 });
  expect([...(shown()?.spans.pairs ?? [])]).toEqual([1, 2, 2, 3]);
  pointAt(12, 11);
  expect(shown()).not.toBeNull();
  pointAt(14, 10);
  expect(shown()).toBeNull();
});

test("of the places rested at while a request is under way the newest is asked for next, alone", () => {
  rest(10, 10);
  rest(50, 50);
  rest(90, 90);
  expect(sent).toEqual([asked(5, 5)]);
  answer();
  expect(shown()).toBeNull();
  expect(sent).toEqual([asked(5, 5), asked(45, 45)]);
  answer();
  expect(shown()).not.toBeNull();
  vi.advanceTimersByTime(10_000);
  expect(sent).toHaveLength(2);
});

test("a request that nobody answers holds up the next for two seconds", () => {
  rest(10, 10);
  rest(50, 50);
  vi.advanceTimersByTime(1_879);
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([asked(5, 5), asked(25, 25)]);
});

test("an answer that comes late is still shown to a pointer that still rests", () => {
  rest(10, 10);
  vi.advanceTimersByTime(5_000);
  answer();
  expect(shown()).not.toBeNull();
});

test.each([
  ["another object", { masklet: 5 }],
  ["another frame", { frame: 3 }],
  ["nothing", { state: "absent", counts: "" }],
] as const)("an answer of %s shows nothing", (_what, fields) => {
  rest(10, 10);
  answer(fields);
  expect(shown()).toBeNull();
});

test("a press hides it, and nothing is asked for until the pointer goes elsewhere", () => {
  rest(10, 10);
  answer();
  hover.press();
  expect(shown()).toBeNull();
  rest(11, 11);
  vi.advanceTimersByTime(1_000);
  expect(sent).toHaveLength(1);
  rest(30, 30);
  expect(sent).toHaveLength(2);
});

test("another frame or object hides it, and the resting pointer asks anew", () => {
  rest(10, 10);
  answer();
  set({ frame: 3 });
  expect(shown()).toBeNull();
  vi.advanceTimersByTime(500);
  expect(sent).toHaveLength(1);
  set({ shownFrame: 3 });
  vi.advanceTimersByTime(120);
  answer({ frame: 3 });
  expect(shown()).toMatchObject({ frame: 3 });
  set({ selected: 5 });
  expect(shown()).toBeNull();
  vi.advanceTimersByTime(120);
  expect(sent).toEqual([asked(5, 5), asked(5, 5, 4, 3), asked(5, 5, 5, 3)]);
});

test("a view that moves under the pointer hides it until the pointer moves", () => {
  rest(10, 10);
  answer();
  set({ viewport: { scale: 3, x: 0, y: 0 } });
  vi.advanceTimersByTime(1_000);
  expect([shown(), sent.length]).toEqual([null, 1]);
});

const silences: [string, Partial<EditorState>][] = [
  ["with another tool", { tool: "box" }],
  ["while playing", { playing: true }],
  ["while offline", { connection: "offline" }],
  ["with nothing selected", { selected: null }],
  ["on a locked object", { locked: new Set([4]) }],
  ["on a hidden object", { hidden: new Set([4]) }],
  ["while versions are compared", { comparison: { masklet: 4, a: 1, b: 2, frames: null } }],
];

test.each(silences)("%s nothing is asked for and what was shown is hidden", (_when, change) => {
  rest(10, 10);
  answer();
  set(change);
  expect(shown()).toBeNull();
  rest(50, 50);
  expect(sent).toHaveLength(1);
});

test.each([
  ["in review", { status: "submitted" }],
  ["on an approved frame", { approved: [[2, 3]] }],
] as [string, Partial<Masklet>][])("an object %s has no preview", (_where, fields) => {
  openVideo(makeMasklet(4, fields));
  rest(10, 10);
  expect(sent).toEqual([]);
});

test("switched off they stay off in this browser until they are switched on", () => {
  expect(togglePreviews()).toBe(false);
  rest(10, 10);
  resetEditor();
  recallPreviews();
  expect(useEditorStore.getState().previewsOn).toBe(false);
  expect(sent).toEqual([]);
  expect(togglePreviews()).toBe(true);
  recallPreviews();
  expect(useEditorStore.getState().previewsOn).toBe(true);
});
