import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { EditorContext, type EditorRuntime } from "../EditorContext";

import { readSpan } from "./SpanFields";
import StructureDialogs from "./StructureDialogs";

import type { FrameTable, Masklet } from "@/protocol/types";
import { resetEditor, useEditorStore, type StructureAsk } from "@/state/editorStore";
import { stateFromSnapshot, whyFramesClosed } from "@/state/videoState";
import type { StructureOutcome } from "@/sync/structureEdits";

function masklet(id: number, fields: Partial<Masklet> = {}): Masklet {
  return {
    id,
    video: 1,
    label: 1,
    number: id,
    status: "draft",
    head: 1,
    author: 1,
    submitted_version: null,
    approved: [],
    last_review: null,
    created_at: "2026-03-01T09:00:00Z",
    ...fields,
  };
}

const asked: unknown[][] = [];
let outcomes: StructureOutcome[] = [];
const said = vi.fn();

function open(kind: StructureAsk["kind"], about: number): void {
  const answer = (...call: unknown[]) => {
    asked.push(call);
    return Promise.resolve(outcomes.shift() ?? { made: true, masklets: [] });
  };
  // The one part of the runtime that these dialogs use; what is behind it is proven end to end.
  const runtime = {
    session: { notice: said },
    structure: { split: answer, merge: answer, swap: answer, mark: answer, copyMask: answer },
  } as unknown as EditorRuntime;
  useEditorStore.setState({ structureAsk: { kind, masklet: about } });
  render(
    <EditorContext value={runtime}>
      <StructureDialogs />
    </EditorContext>,
  );
}

afterEach(cleanup);

beforeEach(() => {
  asked.length = 0;
  outcomes = [];
  resetEditor({
    frames: { num_frames: 60, width: 640, height: 360 } as FrameTable,
    frame: 12,
    server: stateFromSnapshot({
      last_seq: 1,
      video: { archived: false },
      masklets: [masklet(1), masklet(2), masklet(3, { approved: [[20, 31, 1]] })],
      prompts: [],
      heads: [],
      propagations: [],
      side_edits: [],
    } as unknown as Parameters<typeof stateFromSnapshot>[0]),
  });
});

test("a split is made at the shown frame, said, and the dialog goes", async () => {
  open("split", 1);
  await userEvent.click(screen.getByTestId("structure-confirm"));
  expect(asked).toEqual([[1, 12]]);
  expect(useEditorStore.getState().structureAsk).toBeNull();
});

test("a merge that finds two masks asks which counts, and sends the answer", async () => {
  outcomes = [{ made: false, sentence: "Both have masks on frames 3 to 5.", overlap: [[3, 6]] }];
  open("merge", 1);
  expect(screen.getByTestId<HTMLButtonElement>("structure-confirm").disabled).toBe(true);
  await userEvent.selectOptions(screen.getByTestId("other-object"), "2");
  await userEvent.click(screen.getByTestId("structure-confirm"));
  expect(screen.getByText("On frames 3–5 both have a mask; there")).toBeTruthy();
  await userEvent.selectOptions(screen.getByTestId("merge-keep"), "union");
  await userEvent.click(screen.getByTestId("structure-confirm"));
  expect(asked).toEqual([
    [1, 2, null],
    [1, 2, "union"],
  ]);
});

test("a range that touches approved frames is refused before it is sent, with the reason", async () => {
  act(() => useEditorStore.setState({ range: [25, 40] }));
  open("absent", 3);
  expect(screen.getByTestId("structure-problem").textContent).toContain("Frames 20 to 30 are approved");
  await userEvent.clear(screen.getByTestId("span-first"));
  await userEvent.type(screen.getByTestId("span-first"), "31");
  await userEvent.click(screen.getByTestId("structure-confirm"));
  expect(asked).toEqual([[3, "absent", { start: 31, stop: 40 }]]);
});

test.each([
  ["0", "0", { start: 0, stop: 1 }],
  ["3", "9", { start: 3, stop: 10 }],
  ["9", "3", null],
  ["0", "60", null],
  ["", "3", null],
  ["-1", "3", null],
])("first %s and last %s", (first, final, span) => {
  expect(readSpan(first, final, 59)).toEqual(span);
});

test("frames are closed where they are approved, or where the whole object is", () => {
  const approved = masklet(1, { approved: [[20, 31, 1]] });
  expect(whyFramesClosed(approved, 0, 20)).toBeNull();
  expect(whyFramesClosed(approved, 30, 31)).toContain("Frames 20 to 30 are approved");
  expect(whyFramesClosed(masklet(1, { status: "submitted" }), 0, 1)).toContain("Submitted");
});
