import { http, HttpResponse, ws } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { LiveVideo, type LiveVideoHandlers } from "./liveVideo";

import type { VideoEvent } from "@/protocol/types";

const at = "2026-01-01T00:00:00Z";
const room = ws.link(/\/ws\/videos\/5\//);
const server = setupServer();
const hello = { type: "hello", last_seq: 9, last_change: 0, session: "me", presence: [] };

let kept: VideoEvent[] = [];
let seen: number[] = [];
let live: LiveVideo | null = null;

function event(seq: number): VideoEvent {
  return { seq, actor: 1, at, type: "masklet.deleted", masklet: seq };
}

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  kept = [];
  seen = [];
});
afterEach(() => {
  live?.stop();
  server.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => server.close());

/** The events of the video by plain requests; the first `failures` are refused as by a server that starts. */
function serveEvents(failures = 0): void {
  let asked = 0;
  server.use(
    http.get("*/api/videos/5/events/", ({ request }) => {
      asked += 1;
      if (asked <= failures) return HttpResponse.json({}, { status: 503 });
      const after = Number(new URL(request.url).searchParams.get("after"));
      const last_seq = kept.at(-1)?.seq ?? 0;
      return HttpResponse.json({ events: kept.filter(({ seq }) => seq > after), last_seq });
    }),
  );
}

/** Sends these messages on each socket that opens. */
function say(...messages: object[]): void {
  server.use(
    room.addEventListener("connection", ({ client }) => {
      for (const message of messages) client.send(JSON.stringify(message));
    }),
  );
}

function open(lastSeq: number, handlers: Partial<LiveVideoHandlers> = {}): LiveVideo {
  const ignore = () => {};
  live = new LiveVideo(5, lastSeq, {
    onEvent: ({ seq }) => void seen.push(seq),
    onSnapshotRequired: () => Promise.reject(new Error("no snapshot was to be asked for")),
    onMask: ignore,
    onProgress: ignore,
    onPresence: ignore,
    onCursor: ignore,
    onStroke: ignore,
    onProject: ignore,
    onSession: ignore,
    onConnection: ignore,
    onRefused: ignore,
    ...handlers,
  });
  return live;
}

/** Lets a poll's time pass again and again until that many events were shown, or none comes any more. */
async function pollFor(count: number): Promise<number[]> {
  for (let turn = 0; turn < 60 && seen.length < count; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    vi.advanceTimersByTime(3_000);
  }
  return seen;
}

it("asks again for what is missing where the server could not say at first", async () => {
  kept = [event(1), event(2), event(3)];
  serveEvents(1);
  say(hello, { type: "event", event: event(3) });
  open(0);
  expect(await pollFor(3)).toEqual([1, 2, 3]);
});

it("reads events by plain requests from a socket that is open and has not said hello", async () => {
  kept = [event(1)];
  serveEvents();
  say();
  open(0);
  expect(await pollFor(1)).toEqual([1]);
});

it("asks again for a snapshot that did not come, and reads on from there", async () => {
  kept = [event(7_001), event(7_002)];
  serveEvents();
  say(hello, { type: "snapshot_required", last_seq: 7_000 }, { type: "event", event: event(7_001) });
  const onSnapshotRequired = vi.fn(() => Promise.resolve(7_000));
  onSnapshotRequired.mockRejectedValueOnce(new Error("503"));
  open(1, { onSnapshotRequired });
  expect(await pollFor(2)).toEqual([7_001, 7_002]);
  expect(onSnapshotRequired).toHaveBeenCalledTimes(2);
});

it("shows the events after one that cannot be shown", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  kept = [event(1), event(2), event(3)];
  serveEvents();
  say(hello, { type: "event", event: event(3) });
  open(0, {
    onEvent: ({ seq }) => {
      if (seq === 1) throw new Error("a painter is broken");
      seen.push(seq);
    },
  });
  expect(await pollFor(2)).toEqual([2, 3]);
  expect(said).toHaveBeenCalledOnce();
});

it("takes no event any more once the video is closed", async () => {
  let answer: (() => void) | undefined;
  server.use(
    http.get("*/api/videos/5/events/", async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return HttpResponse.json({ events: [event(1)], last_seq: 1 });
    }),
  );
  say(hello, { type: "event", event: event(2) });
  const closed = open(0);
  for (let turn = 0; turn < 60 && !answer; turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  closed.stop();
  expect(answer).toBeDefined();
  answer?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen).toEqual([]);
});
