import "fake-indexeddb/auto";

import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { readChosen } from "./fileSources";
import { fingerprintBlob, hashBlob } from "./sha256";
import { recallUploads } from "./uploadMemory";
import { planUpload } from "./uploadPlan";
import {
  addUploads,
  cancelUpload,
  dropUpload,
  giveFiles,
  leaveAll,
  pauseUpload,
  restoreUploads,
  resumeUpload,
  uploadAnyway,
  wouldInterrupt,
} from "./uploadQueue";
import type { UploadState } from "./uploadState";
import { useUploadQueue } from "./uploadStore";

import { chooseSenderLock } from "@/sync/edits/senderLock";

const UPLOAD = "0e3b1d9c-5f0f-4f5e-9a53-3f1f6a3f9f10";
const TUS = { "Tus-Resumable": "1.0.0" };
const CONTENT = "twelve bytes";
const USER = { id: 5, username: "ann", display_name: "", is_staff: false };
const server = setupServer();

/** What the server has of the one upload, and what it was asked. */
let offset = 0;
let asked: string[] = [];
let registered: { key: string | null; user: string | null; body: unknown }[] = [];

// jsdom has none.
Blob.prototype.arrayBuffer ??= function read(this: Blob) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.readAsArrayBuffer(this);
  });
};

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  offset = 0;
  asked = [];
  registered = [];
  server.use(...honest);
});
afterEach(() => {
  for (const { id } of useUploadQueue.getState().items) cancelUpload(id);
  leaveAll();
  server.resetHandlers();
});
afterAll(() => server.close());

const honest = [
  http.get("*/api/projects/7/duplicates/", () => HttpResponse.json([])),
  http.get("*/api/uploads/", () => HttpResponse.json([])),
  http.post("*/api/uploads/", ({ request }) => {
    asked.push(`begin ${request.headers.get("Upload-Length")} as ${request.headers.get("Maskloop-User")}`);
    return HttpResponse.text(null, { status: 201, headers: { ...TUS, Location: `/api/uploads/${UPLOAD}/` } });
  }),
  http.head(`*/api/uploads/${UPLOAD}/`, () => {
    const headers = { ...TUS, "Upload-Offset": String(offset), "Upload-Length": String(CONTENT.length) };
    return HttpResponse.text(null, { status: 200, headers });
  }),
  http.patch(`*/api/uploads/${UPLOAD}/`, async ({ request }) => {
    const { byteLength } = await request.arrayBuffer();
    asked.push(`from ${request.headers.get("Upload-Offset")}`);
    offset = Number(request.headers.get("Upload-Offset")) + byteLength;
    return HttpResponse.text(null, { status: 204, headers: { ...TUS, "Upload-Offset": String(offset) } });
  }),
  http.delete(`*/api/uploads/${UPLOAD}/`, () => {
    asked.push("delete");
    return HttpResponse.text(null, { status: 204, headers: TUS });
  }),
  http.post("*/api/videos/", async ({ request }) => {
    const { headers } = request;
    const body = await request.json();
    registered.push({ key: headers.get("Idempotency-Key"), user: headers.get("Maskloop-User"), body });
    return HttpResponse.json({ id: 41 }, { status: 201 });
  }),
];

async function add(...names: string[]): Promise<string[]> {
  const files = names.map((name) => new File([CONTENT], name, { lastModified: 1 }));
  await addUploads({ projectId: 7, user: USER.id }, planUpload(readChosen(files)), "24");
  return useUploadQueue.getState().items.map(({ id }) => id);
}

function stateOf(id: string | undefined): UploadState | undefined {
  return useUploadQueue.getState().items.find((item) => item.id === id)?.state;
}

async function waitForPhase(id: string | undefined, phase: UploadState["phase"]): Promise<UploadState> {
  await expect.poll(() => stateOf(id)?.phase, { timeout: 8_000 }).toBe(phase);
  return stateOf(id) as UploadState;
}

test("test_file_becomes_a_video_that_names_its_digest_and_its_person", async () => {
  const [id] = await add("street.mp4");
  expect(await waitForPhase(id, "done")).toEqual({ phase: "done", videoId: 41 });
  const sha256 = await hashBlob(new Blob([CONTENT]), () => undefined);
  expect(registered).toEqual([
    { key: expect.any(String), user: "5", body: { project: 7, upload: UPLOAD, name: "street.mp4", sha256 } },
  ]);
  expect(asked).toEqual(["begin 12 as 5", "from 0"]);
  await expect.poll(() => recallUploads(USER.id)).toEqual([]);
});

test("test_file_that_the_server_refuses_fails_with_its_sentence", async () => {
  const detail = "The file is larger than the 4 GB this server takes.";
  server.use(http.post("*/api/uploads/", () => HttpResponse.json({ detail }, { status: 413 })));
  const [id] = await add("street.mp4");
  expect(await waitForPhase(id, "failed")).toMatchObject({ sentence: detail, mustRestart: false });
});

test("test_lost_line_is_tried_again_and_said", async () => {
  let tries = 0;
  server.use(
    http.patch(`*/api/uploads/${UPLOAD}/`, () => ((tries += 1) === 1 ? HttpResponse.error() : undefined)),
    http.post("*/api/videos/", () => {
      if (registered.length > 0) return undefined;
      registered.push({ key: null, user: null, body: null });
      return HttpResponse.json({ detail: "The server is still checking a large file." }, { status: 503 });
    }),
  );
  const [id] = await add("street.mp4");
  expect(await waitForPhase(id, "retrying")).toMatchObject({ sentence: "The server cannot be reached." });
  window.dispatchEvent(new Event("online"));
  await expect.poll(() => stateOf(id)).toMatchObject({ sentence: "The server is still checking a large file." });
  window.dispatchEvent(new Event("online"));
  await waitForPhase(id, "done");
  expect(registered).toHaveLength(2);
});

test("test_no_more_than_three_files_are_under_way_at_once", async () => {
  // No answer ever comes, so that the first three stay under way.
  server.use(http.post("*/api/uploads/", () => new Promise<never>(() => undefined)));
  const ids = await add("a.mp4", "b.mp4", "c.mp4", "d.mp4");
  for (const id of ids.slice(0, 3)) await waitForPhase(id, "checking");
  expect(stateOf(ids[3])?.phase).toBe("waiting");
  pauseUpload(ids[0] ?? "");
  await waitForPhase(ids[3], "checking");
  cancelUpload(ids[1] ?? "");
  expect(useUploadQueue.getState().items.map((item) => item.fileName)).toEqual(["a.mp4", "c.mp4", "d.mp4"]);
});

test("test_same_file_is_not_taken_twice", async () => {
  server.use(http.post("*/api/uploads/", () => new Promise<never>(() => undefined)));
  await add("a.mp4");
  expect(await add("a.mp4")).toHaveLength(1);
});

test("test_video_like_it_stops_the_upload_until_the_person_has_decided", async () => {
  const found = [{ video: 3, name: "a.mp4", project: 7, project_name: "P", content: "same", same_name: true }];
  server.use(http.get("*/api/projects/7/duplicates/", () => HttpResponse.json(found)));
  const [id] = await add("street.mp4");
  expect(await waitForPhase(id, "asking")).toMatchObject({ duplicates: found });
  expect([asked, wouldInterrupt()]).toEqual([[], false]);
  await uploadAnyway(id ?? "");
  await waitForPhase(id, "done");
  expect(asked).toEqual(["begin 12 as 5", "from 0"]);
});

test("test_file_that_arrived_as_another_one_is_sent_again_from_the_beginning", async () => {
  let tries = 0;
  const problem = { type: "urn:maskloop:problem:digest-mismatch", detail: "Another file arrived." };
  server.use(http.post("*/api/videos/", () => ((tries += 1) === 1 ? HttpResponse.json(problem, { status: 422 }) : undefined)));
  const [id] = await add("street.mp4");
  expect(await waitForPhase(id, "failed")).toMatchObject({ sentence: "Another file arrived.", mustRestart: true });
  offset = 0;
  await resumeUpload(id ?? "");
  await waitForPhase(id, "done");
  expect(asked).toEqual(["begin 12 as 5", "from 0", "delete", "begin 12 as 5", "from 0"]);
});

test("test_upload_goes_on_after_a_reload_once_the_file_is_chosen_again", async () => {
  server.use(http.patch(`*/api/uploads/${UPLOAD}/`, () => new Promise<never>(() => undefined)));
  const [id] = await add("street.mp4");
  await waitForPhase(id, "sending");
  leaveAll();
  offset = 7;
  server.resetHandlers(...honest);

  await restoreUploads(USER.id);
  expect(await waitForPhase(id, "missing")).toEqual({ phase: "missing", sentBytes: 0, canAsk: false });
  expect(wouldInterrupt()).toBe(false);
  const other = new File(["other  bytes"], "street.mp4", { lastModified: 1 });
  const same = new File([CONTENT], "renamed.mp4", { lastModified: 2 });
  expect(await giveFiles(readChosen([other]))).toBe(1);
  expect(stateOf(id)?.phase).toBe("missing");
  expect(await giveFiles(readChosen([same]))).toBe(0);
  await waitForPhase(id, "done");
  expect(asked).toEqual(["begin 12 as 5", "from 7"]);
});

test("test_lock_of_an_upload_that_is_over_is_given_back", async () => {
  const [id] = await add("street.mp4");
  await waitForPhase(id, "done");
  dropUpload(id ?? "");
  const lock = chooseSenderLock();
  // Waits for ever where nobody has given it back.
  await lock(`maskloop-upload-${id}`, () => Promise.resolve(), new AbortController().signal);
  expect(useUploadQueue.getState().items).toEqual([]);
});

test("test_another_person_sees_nothing_of_it", async () => {
  server.use(http.post("*/api/uploads/", () => new Promise<never>(() => undefined)));
  const [id] = await add("street.mp4");
  await waitForPhase(id, "checking");
  await restoreUploads(6);
  expect(useUploadQueue.getState().items).toEqual([]);
  await restoreUploads(USER.id);
  await waitForPhase(id, "missing");
});

test("test_upload_begun_in_another_browser_is_taken_over", async () => {
  offset = 5;
  const fingerprint = await fingerprintBlob(new Blob([CONTENT]));
  const open = { id: UPLOAD, project: 7, filename: "street.mp4", length: 12, offset: 5, fingerprint };
  server.use(http.get("*/api/uploads/", () => HttpResponse.json([open])));
  const [id] = await add("street.mp4");
  await waitForPhase(id, "done");
  expect(asked).toEqual(["from 5"]);
});

test("test_upload_that_the_server_has_forgotten_begins_anew", async () => {
  let isForgotten = true;
  server.use(
    http.head(`*/api/uploads/${UPLOAD}/`, () => (isForgotten ? HttpResponse.text(null, { status: 404 }) : undefined)),
    http.post("*/api/uploads/", () => {
      isForgotten = asked.length === 0;
      return undefined;
    }),
  );
  const [id] = await add("street.mp4");
  await waitForPhase(id, "done");
  expect(asked).toEqual(["begin 12 as 5", "begin 12 as 5", "from 0"]);
});
