import { beforeEach, expect, test } from "vitest";

import { describeSaving } from "./describeSaving";

import type { SideEdit, User } from "@/protocol/types";
import { resetEditor, useEditorStore, type EditorState } from "@/state/editorStore";
import type { VideoState } from "@/state/videoState";

const me = { id: 1, username: "bob" } as User;
const refused = { key: "k", video: 1, what: "Mask", why: "Approved.", frame: 3 };

function withSideEdits(...authors: number[]): VideoState {
  const entries = authors.map((author, id) => [id, { id, author } as SideEdit] as const);
  return { sideEdits: new Map(entries) } as unknown as VideoState;
}

beforeEach(() => resetEditor({ connection: "live", me }));

test.each<[Partial<EditorState>, string, string]>([
  [{}, "saved", "Saved"],
  [{ unsentEdits: 2 }, "saving", "Saving…"],
  [{ unsentEdits: 1, sendingHalted: "lost" }, "offline", "Offline: 1 edit waits"],
  [{ unsentEdits: 25, sendingHalted: "lost" }, "offline", "Offline: 25 edits wait"],
  [{ unsentEdits: 3, sendingHalted: "signedOut" }, "offline", "Signed out: 3 edits wait"],
  [{ refusedEdits: [refused], unsentEdits: 1 }, "refused", "1 edit refused"],
  [{ server: withSideEdits(1, 2, 1) }, "conflict", "2 conflicts to decide"],
  [{ server: withSideEdits(2) }, "saved", "Saved"],
  [{ connection: "connecting" }, "connecting", "Connecting…"],
  [{ connection: "offline" }, "quiet", "Saved · live updates are down"],
])("%o is shown as %s", (state, look, words) => {
  useEditorStore.setState(state);
  const shown = describeSaving(useEditorStore.getState());
  expect([shown.look, shown.words]).toEqual([look, words]);
});

test("says whether the browser keeps what waits", () => {
  const waiting = { unsentEdits: 1, sendingHalted: "lost" } as const;
  useEditorStore.setState(waiting);
  expect(describeSaving(useEditorStore.getState()).hint).toContain("kept in this browser");
  useEditorStore.setState({ ...waiting, keepsEdits: false });
  expect(describeSaving(useEditorStore.getState()).hint).toContain("leave the page open");
});
