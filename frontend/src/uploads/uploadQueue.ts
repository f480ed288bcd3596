import { create } from "zustand";

import { advanceUpload, isOver } from "./uploadState";
import type { UploadEvent, UploadState } from "./uploadState";

import type { Video } from "@/protocol/types";
import { ConnectionLost, createIdempotencyKey } from "@/sync/api";
import type { Transfer } from "@/sync/queries/uploadFile";
import { registerVideo } from "@/sync/queries/videos";
import type { NewVideo } from "@/sync/queries/videos";
import { sentenceOf } from "@/ui/sentenceOf";

export interface UploadItem {
  id: string;
  projectId: number;
  fileName: string;
  sizeBytes: number;
  state: UploadState;
}

interface UploadQueue {
  items: readonly UploadItem[];
}

// Two at a time keep a line full; more only make each of them slow.
const MAX_SENDING = 2;
const REGISTRATION_RETRY_MS = [1_000, 3_000, 8_000, 15_000];
const CONNECTION_SENTENCE = "The server cannot be reached. Check the connection, then try again.";

/** Lives outside the pages, so that uploads go on while the person looks at something else. */
export const useUploadQueue = create<UploadQueue>()(() => ({ items: [] }));

interface Courier {
  file: File;
  /** Made with the file and kept, so that a retried registration makes no second video. */
  registrationKey: string;
  transfer: Transfer | null;
}

const couriers = new Map<string, Courier>();

export function addFiles(projectId: number, files: readonly File[]): void {
  window.addEventListener("beforeunload", askBeforeLeaving);
  const added = files.map((file): UploadItem => {
    const id = createIdempotencyKey();
    couriers.set(id, { file, registrationKey: createIdempotencyKey(), transfer: null });
    return { id, projectId, fileName: file.name, sizeBytes: file.size, state: { phase: "waiting" } };
  });
  useUploadQueue.setState(({ items }) => ({ items: [...items, ...added] }));
  startWaiting();
}

export function pauseUpload(id: string): void {
  tell(id, { type: "paused" });
  couriers.get(id)?.transfer?.pause();
  startWaiting();
}

export function resumeUpload(id: string): void {
  void send(id);
}

export function retryUpload(id: string): void {
  tell(id, { type: "retried" });
  const state = find(id)?.state;
  if (state?.phase === "registering") void register(id, state.uploadId);
  startWaiting();
}

export function cancelUpload(id: string): void {
  tell(id, { type: "cancelled" });
  if (find(id)?.state.phase !== "cancelled") return;
  couriers.get(id)?.transfer?.discard();
  dropUpload(id);
}

/** Takes a row away; what runs on is not touched. */
export function dropUpload(id: string): void {
  couriers.delete(id);
  useUploadQueue.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
  startWaiting();
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  const { items } = useUploadQueue.getState();
  const unfinished = items.some((item) => !isOver(item.state) && item.state.phase !== "failed");
  if (unfinished) event.preventDefault();
}

function startWaiting(): void {
  const { items } = useUploadQueue.getState();
  const sending = items.filter((item) => item.state.phase === "sending").length;
  const waiting = items.filter((item) => item.state.phase === "waiting");
  for (const item of waiting.slice(0, Math.max(0, MAX_SENDING - sending))) void send(item.id);
}

async function send(id: string): Promise<void> {
  const courier = couriers.get(id);
  if (!courier) return;
  tell(id, { type: "started", atMs: performance.now() });
  if (!courier.transfer) {
    // tus is not needed before the first file.
    const { createTransfer } = await import("@/sync/queries/uploadFile");
    courier.transfer = createTransfer(courier.file, {
      onProgress: (sentBytes) => tell(id, { type: "progressed", sentBytes, atMs: performance.now() }),
      onSent: (uploadId) => void register(id, uploadId),
      onFailed: (sentence) => {
        tell(id, { type: "failed", sentence });
        startWaiting();
      },
    });
  }
  // Paused or cancelled while tus was loading.
  if (find(id)?.state.phase === "sending") courier.transfer.start();
}

async function register(id: string, uploadId: string): Promise<void> {
  tell(id, { type: "sent", uploadId });
  startWaiting();
  const item = find(id);
  const courier = couriers.get(id);
  if (!item || !courier) return;
  try {
    const wish = { project: item.projectId, upload: uploadId, name: item.fileName };
    const video = await registerPatiently(wish, courier.registrationKey);
    tell(id, { type: "registered", videoId: video.id });
  } catch (error) {
    const sentence = error instanceof ConnectionLost ? CONNECTION_SENTENCE : sentenceOf(error);
    tell(id, { type: "failed", sentence });
  }
}

/** Tries again while the line is down, as tus does with the file; one key makes it one video. */
async function registerPatiently(wish: NewVideo, key: string): Promise<Video> {
  for (const delayMs of REGISTRATION_RETRY_MS) {
    try {
      return await registerVideo(wish, key);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return registerVideo(wish, key);
}

function find(id: string): UploadItem | undefined {
  return useUploadQueue.getState().items.find((item) => item.id === id);
}

function tell(id: string, event: UploadEvent): void {
  useUploadQueue.setState(({ items }) => ({
    items: items.map((item) =>
      item.id === id ? { ...item, state: advanceUpload(item.state, event) } : item,
    ),
  }));
}
