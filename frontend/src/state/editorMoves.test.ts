import { beforeEach, describe, expect, it } from "vitest";

import { goToFrame, setRange, stepFrames, stepToPrompt, togglePlaying } from "./editorMoves";
import { resetEditor, useEditorStore } from "./editorStore";
import { stateFromSnapshot } from "./videoState";

import type { Snapshot } from "@/protocol/types";

const frames = { num_frames: 10, time_base: [1, 25] as [number, number], pts: [], width: 8, height: 8 };

const frame = () => useEditorStore.getState().frame;
const range = () => useEditorStore.getState().range;

describe("moves", () => {
  beforeEach(() => resetEditor({ frames }));

  it("stay inside the video", () => {
    goToFrame(Infinity);
    expect(frame()).toBe(9);
    stepFrames(5);
    expect(frame()).toBe(9);
    goToFrame(-3);
    expect(frame()).toBe(0);
    goToFrame(NaN);
    expect(frame()).toBe(0);
  });

  it("start again from the first frame when played at the end", () => {
    goToFrame(9);
    togglePlaying();
    expect(useEditorStore.getState()).toMatchObject({ frame: 0, playing: true });
    stepFrames(1);
    expect(useEditorStore.getState()).toMatchObject({ frame: 1, playing: false });
  });

  it("keep a range in order and take the whole video for none", () => {
    setRange([4, 2]);
    expect(range()).toEqual([4, 5]);
    setRange([-2, 99]);
    expect(range()).toBeNull();
  });

  it("go to the nearest prompt of the selected object", () => {
    const prompts = [
      { id: 1, masklet: 1, frame: 2 },
      { id: 2, masklet: 2, frame: 3 },
      { id: 3, masklet: 1, frame: 7 },
    ];
    const snapshot = { last_seq: 0, video: {}, masklets: [], prompts, heads: [], propagations: [], side_edits: [] };
    const server = stateFromSnapshot(snapshot as unknown as Snapshot);
    useEditorStore.setState({ server, selected: 1 });
    stepToPrompt(1);
    stepToPrompt(1);
    expect(frame()).toBe(7);
    stepToPrompt(1);
    expect(frame()).toBe(7);
    useEditorStore.setState({ selected: null });
    stepToPrompt(-1);
    expect(frame()).toBe(3);
  });
});
