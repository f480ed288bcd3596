import { beforeEach, describe, expect, it } from "vitest";

import { makeWish } from "./propagationWish";

import type { Masklet, Prompt, Snapshot } from "@/protocol/types";
import { resetEditor, useEditorStore, type PropagationChoice } from "@/state/editorStore";
import { stateFromSnapshot } from "@/state/videoState";

const at = "2026-01-01T00:00:00Z";
const forward: PropagationChoice = { direction: "forward", scope: "selected", fromHere: false };

function makeMasklet(id: number, status: Masklet["status"] = "draft"): Masklet {
  return {
    id,
    video: 1,
    label: 1,
    number: id,
    status,
    head: 0,
    author: 1,
    submitted_version: null,
    approved: [],
    last_review: null,
    created_at: at,
  };
}

function makePrompt(masklet: number, frame: number): Prompt {
  return {
    id: masklet * 1000 + frame,
    masklet,
    frame,
    kind: "point",
    points: [[1, 1]],
    labels: [1],
    box: null,
    rle: null,
    author: 1,
    created_at: at,
  };
}

function openVideo(masklets: Masklet[], prompts: Prompt[]): void {
  const snapshot = { last_seq: 0, video: {}, masklets, prompts, heads: [], propagations: [], side_edits: [] };
  const frames = { num_frames: 50, time_base: [1, 25] as [number, number], pts: [], width: 8, height: 8 };
  const server = stateFromSnapshot(snapshot as unknown as Snapshot);
  useEditorStore.setState({ server, frames, selected: 1 });
}

function wish(choice: Partial<PropagationChoice> = {}) {
  return makeWish(useEditorStore.getState(), { ...forward, ...choice });
}

describe("makeWish", () => {
  beforeEach(() => resetEditor());

  it("tracks the selected object through the whole video from its first prompt", () => {
    openVideo([makeMasklet(1), makeMasklet(2)], [makePrompt(1, 4), makePrompt(2, 4)]);
    expect(wish()).toEqual({ masklets: [1], direction: "forward", start: 0, stop: 50 });
  });

  it("leaves out objects without a prompt, locked ones and those in review", () => {
    openVideo(
      [makeMasklet(1), makeMasklet(2), makeMasklet(3), makeMasklet(4, "submitted")],
      [makePrompt(1, 4), makePrompt(3, 4), makePrompt(4, 4)],
    );
    useEditorStore.setState({ locked: new Set([3]) });
    expect(wish({ scope: "all" })).toMatchObject({ masklets: [1] });
  });

  it("starts at the shown frame when asked to", () => {
    openVideo([makeMasklet(1)], [makePrompt(1, 4)]);
    useEditorStore.setState({ frame: 20, range: [2, 30] });
    expect(wish({ fromHere: true, direction: "both" })).toEqual({
      masklets: [1],
      direction: "both",
      start: 2,
      stop: 30,
      anchor: 20,
    });
  });

  it.each<[string, Partial<ReturnType<typeof useEditorStore.getState>>, string]>([
    ["nothing is selected", { selected: null }, "Select an object first."],
    ["no prompt lies in the range", { range: [10, 20] }, "No prompt in frames 10 to 19"],
    ["the object is locked", { locked: new Set([1]) }, "unlock it first"],
  ])("says what is missing when %s", (_when, change, sentence) => {
    openVideo([makeMasklet(1)], [makePrompt(1, 4)]);
    useEditorStore.setState(change);
    expect(wish()).toContain(sentence);
  });

  it("says why a submitted object stays as it is", () => {
    openVideo([makeMasklet(1, "submitted")], [makePrompt(1, 4)]);
    expect(wish()).toContain("withdraw");
  });
});
