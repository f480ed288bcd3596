import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { addFiles, cancelUpload, pauseUpload, retryUpload, useUploadQueue } from "./uploadQueue";
import type { UploadState } from "./uploadState";

const UPLOAD = "0e3b1d9c-5f0f-4f5e-9a53-3f1f6a3f9f10";
const TUS = { "Tus-Resumable": "1.0.0" };

const server = setupServer();

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  useUploadQueue.setState({ items: [] });
});
afterAll(() => server.close());

function addFile(name = "street.mp4"): string {
  addFiles(7, [new File(["twelve bytes"], name, { type: "video/mp4" })]);
  return useUploadQueue.getState().items.at(-1)?.id ?? "";
}

function stateOf(id: string): UploadState | undefined {
  return useUploadQueue.getState().items.find((item) => item.id === id)?.state;
}

async function waitForPhase(id: string, phase: UploadState["phase"]): Promise<UploadState> {
  await expect.poll(() => stateOf(id)?.phase, { timeout: 5_000 }).toBe(phase);
  return stateOf(id) as UploadState;
}

function acceptUpload() {
  return [
    http.post("*/api/uploads/", () =>
      HttpResponse.text(null, { status: 201, headers: { ...TUS, Location: `/api/uploads/${UPLOAD}/` } }),
    ),
    http.patch(`*/api/uploads/${UPLOAD}/`, () =>
      HttpResponse.text(null, { status: 204, headers: { ...TUS, "Upload-Offset": "12" } }),
    ),
  ];
}

test("test_file_that_the_server_refuses_fails_with_its_sentence", async () => {
  server.use(
    http.post("*/api/uploads/", () =>
      HttpResponse.json({ detail: "The file is larger than the 4 GB this server takes." }, { status: 413 }),
    ),
  );
  const id = addFile();
  expect(await waitForPhase(id, "failed")).toMatchObject({
    sentence: "The file is larger than the 4 GB this server takes.",
    uploadId: null,
  });
});

test("test_refused_registration_is_tried_again_with_the_same_key_and_upload", async () => {
  const tries: { key: string | null; body: unknown }[] = [];
  server.use(
    ...acceptUpload(),
    http.post("*/api/videos/", async ({ request }) => {
      tries.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
      if (tries.length === 1) return HttpResponse.json({ detail: "Try again in a moment." }, { status: 503 });
      return HttpResponse.json({ id: 41 }, { status: 201 });
    }),
  );
  const id = addFile();
  expect(await waitForPhase(id, "failed")).toMatchObject({ sentence: "Try again in a moment.", uploadId: UPLOAD });
  retryUpload(id);
  expect(await waitForPhase(id, "done")).toEqual({ phase: "done", videoId: 41 });
  expect(tries.map(({ body }) => body)).toEqual([
    { project: 7, upload: UPLOAD, name: "street.mp4" },
    { project: 7, upload: UPLOAD, name: "street.mp4" },
  ]);
  expect(tries[0]?.key).toBeTruthy();
  expect(tries[1]?.key).toBe(tries[0]?.key);
});

test("test_registration_outlives_a_lost_line", async () => {
  let tries = 0;
  server.use(
    ...acceptUpload(),
    http.post("*/api/videos/", () => {
      tries += 1;
      return tries === 1 ? HttpResponse.error() : HttpResponse.json({ id: 42 }, { status: 201 });
    }),
  );
  expect(await waitForPhase(addFile(), "done")).toEqual({ phase: "done", videoId: 42 });
  expect(tries).toBe(2);
});

test("test_no_more_than_two_files_are_sent_at_once", async () => {
  // No answer ever comes, so that the first two stay under way.
  server.use(http.post("*/api/uploads/", () => new Promise<never>(() => undefined)));
  const ids = ["a.mp4", "b.mp4", "c.mp4"].map(addFile);
  expect(ids.map((id) => stateOf(id)?.phase)).toEqual(["sending", "sending", "waiting"]);
  pauseUpload(ids[0] ?? "");
  expect(ids.map((id) => stateOf(id)?.phase)).toEqual(["paused", "sending", "sending"]);
  cancelUpload(ids[1] ?? "");
  expect(useUploadQueue.getState().items.map((item) => item.fileName)).toEqual(["a.mp4", "c.mp4"]);
});
