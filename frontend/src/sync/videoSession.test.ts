import { delay, http, HttpResponse, ws } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { MaskletEdits } from "./maskletEdits";
import { VideoSession } from "./videoSession";

import type { Masklet } from "@/protocol/types";
import { resetEditor, useEditorStore } from "@/state/editorStore";

const at = "2026-01-01T00:00:00Z";
const room = ws.link(/\/ws\/videos\/\d+\//);
const server = setupServer();
const open: VideoSession[] = [];
let tell: (event: object) => void = () => {};

function makeMasklet(id: number, label = 1): Masklet {
  const rest = { submitted_version: null, approved: [], last_review: null, created_at: at };
  return { id, video: 1, label, number: id, status: "draft", head: 0, author: 1, ...rest };
}

/** Videos with these objects and no event yet. */
function serve(masklets: Record<number, Masklet[]>): void {
  server.use(
    http.get("*/api/videos/:video/snapshot/", ({ params }) => {
      const video = { id: Number(params["video"]), project: 2, status: "failed" };
      const rest = { prompts: [], heads: [], propagations: [], side_edits: [] };
      return HttpResponse.json({ last_seq: 0, video, masklets: masklets[video.id], ...rest });
    }),
    http.get("*/api/videos/:video/events/", () => HttpResponse.json({ events: [], last_seq: 0 })),
    http.get("*/api/videos/:video/undo/", () => HttpResponse.json({ undo: null, redo: null })),
    http.get("*/api/session/", () => HttpResponse.json({ user: { id: 1 } })),
    http.get("*/api/projects/2/", () => HttpResponse.json({ id: 2, last_change: 0 })),
    http.get("*/api/projects/2/*", () => HttpResponse.json([])),
    room.addEventListener("connection", ({ client }) => {
      tell = (event) => client.send(JSON.stringify({ type: "event", event: { actor: 1, at, ...event } }));
      client.send(JSON.stringify({ type: "hello", last_change: 0, session: "me", presence: [] }));
    }),
  );
}

/** A change whose answer comes when it is let go. */
function holdAnswer(method: "patch" | "post", path: string, answer: object) {
  const held: (() => void)[] = [];
  server.use(
    http[method](path, async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      return HttpResponse.json(answer);
    }),
  );
  return { letGo: () => held.forEach((resolve) => resolve()), isAsked: () => held.length > 0 };
}

async function openVideo(videoId: number): Promise<MaskletEdits> {
  const session = new VideoSession({ videoId, user: 1, mode: "annotate", onNotice: () => {} });
  open.push(session);
  await vi.waitFor(() => expect(useEditorStore.getState().connection).toBe("live"));
  return new MaskletEdits(session);
}

const shown = () => [...(useEditorStore.getState().server?.masklets.values() ?? [])];
const isSent = () => vi.waitFor(() => expect(useEditorStore.getState().unsentEdits).toBe(0));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => resetEditor());
afterEach(() => {
  for (const session of open.splice(0)) session.stop();
  server.resetHandlers();
});
afterAll(() => server.close());

it("shows no object again that was deleted before a late answer about it came", async () => {
  serve({ 1: [makeMasklet(7), makeMasklet(8)] });
  const edits = await openVideo(1);
  const { letGo, isAsked } = holdAnswer("patch", "*/api/masklets/7/", makeMasklet(7, 2));
  const relabelled = edits.relabel(7, 2);
  await vi.waitFor(() => expect(isAsked()).toBe(true));
  tell({ seq: 1, type: "masklet.changed", masklet: makeMasklet(7, 2) });
  tell({ seq: 2, type: "masklet.deleted", masklet: 7 });
  await vi.waitFor(() => expect(useEditorStore.getState().server?.lastSeq).toBe(2));
  letGo();
  await relabelled;
  await isSent();
  expect(shown()).toEqual([makeMasklet(8)]);
});

it("keeps the label that somebody else gave after the one of a late answer", async () => {
  serve({ 1: [makeMasklet(7)] });
  const edits = await openVideo(1);
  const { letGo, isAsked } = holdAnswer("patch", "*/api/masklets/7/", makeMasklet(7, 2));
  const relabelled = edits.relabel(7, 2);
  await vi.waitFor(() => expect(isAsked()).toBe(true));
  tell({ seq: 1, type: "masklet.changed", masklet: makeMasklet(7, 2) });
  tell({ seq: 2, type: "masklet.changed", masklet: makeMasklet(7, 3) });
  await vi.waitFor(() => expect(shown()).toEqual([makeMasklet(7, 3)]));
  letGo();
  await relabelled;
  expect(shown()).toEqual([makeMasklet(7, 3)]);
});

it("shows an answer before its event", async () => {
  serve({ 1: [makeMasklet(7)] });
  const edits = await openVideo(1);
  server.use(http.patch("*/api/masklets/7/", () => HttpResponse.json(makeMasklet(7, 2))));
  await edits.relabel(7, 2);
  expect(shown()).toEqual([makeMasklet(7, 2)]);
});

it("puts no object of a video that was left into the one that is open", async () => {
  serve({ 1: [], 3: [makeMasklet(20)] });
  const edits = await openVideo(1);
  useEditorStore.setState({ nextLabel: 1 });
  const { letGo, isAsked } = holdAnswer("post", "*/api/videos/1/masklets/", makeMasklet(9));
  edits.addMasklet();
  await vi.waitFor(() => expect(isAsked()).toBe(true));
  open.pop()?.stop();
  resetEditor();
  await openVideo(3);
  letGo();
  await isSent();
  await delay(20);
  expect(shown()).toEqual([makeMasklet(20)]);
  expect(useEditorStore.getState().selected).toBe(20);
});
