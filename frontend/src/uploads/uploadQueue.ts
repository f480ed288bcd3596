import { findAgain } from "./fileSources";
import type { FoundFile } from "./fileSources";
import { fingerprintBlob } from "./sha256";
import { Courier } from "./uploadCourier";
import { forgetUpload, recallUpload, recallUploads, remembersUploads, rememberUpload } from "./uploadMemory";
import type { RememberedUpload } from "./uploadMemory";
import { planUpload } from "./uploadPlan";
import type { UploadPlan } from "./uploadPlan";
import { isActive, isMoving, isOver } from "./uploadState";
import type { UploadState } from "./uploadState";
import { addItems, findItem, removeItem, tellItem, useUploadQueue } from "./uploadStore";
import { gatherWishes, isSameSource } from "./uploadWishes";
import type { UploadWish } from "./uploadWishes";

import { createIdempotencyKey } from "@/sync/api";
import { chooseSenderLock } from "@/sync/edits/senderLock";

export interface UploadTarget {
  projectId: number;
  user: number;
}

// More only make each of them slow; fewer leave the line idle while one of them begins or ends.
const MAX_ACTIVE = 3;

const couriers = new Map<string, Courier>();
const releases = new Map<string, () => void>();
let owner: number | null = null;

/** Begins the uploads of a plan; files that are waited for go on, and those in the list already are left alone. */
export async function addUploads(target: UploadTarget, plan: UploadPlan, frameRate: string): Promise<void> {
  window.addEventListener("beforeunload", askBeforeLeaving);
  for (const wish of gatherWishes(plan, frameRate)) {
    if (await giveBack(wish)) continue;
    const isThere = [...couriers.values()].some(({ record }) => isSameSource(record, wish, target.projectId));
    if (!isThere) adopt(describeNew(target, wish), wish.file);
  }
  startWaiting();
}

/** Brings back what this person had under way when the page was left; one tab has each of them. */
export async function restoreUploads(user: number): Promise<void> {
  if (owner === user) return;
  leaveAll();
  owner = user;
  for (const record of await recallUploads(user)) {
    if (!couriers.has(record.id)) holdAlone(record.id, () => void takeUp(record.id, user));
  }
}

export function pauseUpload(id: string): void {
  tellItem(id, { type: "paused" });
  if (findItem(id)?.state.phase !== "paused") return;
  started.delete(id);
  couriers.get(id)?.pause();
  void couriers.get(id)?.remember({ isPaused: true });
  startWaiting();
}

/** Goes on after a pause or a failure; asks the browser for a file that it may not read any more. */
export async function resumeUpload(id: string): Promise<void> {
  const courier = couriers.get(id);
  const state = findItem(id)?.state;
  if (!courier || !state) return;
  if (state.phase === "missing" && !(await askForFile(courier))) return;
  await courier.remember({ isPaused: false });
  if (state.phase === "failed" && state.mustRestart) {
    await courier.reset();
    tellItem(id, { type: "restarted" });
  } else {
    tellItem(id, { type: "queued" });
  }
  startWaiting();
}

/** The answer to the question about a video like it. */
export async function uploadAnyway(id: string): Promise<void> {
  await couriers.get(id)?.remember({ isWanted: true });
  tellItem(id, { type: "queued" });
  startWaiting();
}

export function cancelUpload(id: string): void {
  tellItem(id, { type: "cancelled" });
  couriers.get(id)?.discard();
  dropUpload(id);
}

/** Takes a row away that is over. */
export function dropUpload(id: string): void {
  couriers.delete(id);
  started.delete(id);
  removeItem(id);
  const release = releases.get(id);
  releases.delete(id);
  // Another tab that waits for the lock must not find it in the memory any more.
  void forgetUpload(id).then(release);
  startWaiting();
}

/** Stops everything and keeps it for the same person's next visit, as before somebody signs out. */
export function leaveAll(): void {
  for (const courier of couriers.values()) courier.leave();
  couriers.clear();
  for (const release of releases.values()) release();
  releases.clear();
  started.clear();
  useUploadQueue.setState({ items: [] });
  owner = null;
}

/** Gives files chosen again to the uploads that wait for them; answers those that none waits for. */
export async function giveFiles(found: readonly FoundFile[]): Promise<number> {
  let left = 0;
  // The tar of a folder depends on the frame rate that was asked for then.
  const rates = new Set([...couriers.values()].map(({ record }) => record.frameRate ?? ""));
  const plan = planUpload(found);
  for (const wish of gatherWishes({ ...plan, folders: [] }, "")) if (!(await giveBack(wish))) left += 1;
  for (const rate of rates) {
    for (const wish of gatherWishes({ ...plan, videos: [] }, rate)) await giveBack(wish);
  }
  startWaiting();
  return left + plan.skipped.length;
}

/** Whether closing the page would interrupt something. */
export function wouldInterrupt(): boolean {
  const { items } = useUploadQueue.getState();
  return items.some(({ state }) => isMoving(state) || (!remembersUploads() && !isOver(state)));
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (wouldInterrupt()) event.preventDefault();
}

function startWaiting(): void {
  const { items } = useUploadQueue.getState();
  let free = MAX_ACTIVE - items.filter(({ id, state }) => isActive(state) || started.has(id)).length;
  for (const { id, state } of items) {
    if (state.phase !== "waiting" || free <= 0 || started.has(id)) continue;
    free -= 1;
    started.add(id);
    couriers.get(id)?.start();
  }
}

/** Told to start, and not heard of yet. */
const started = new Set<string>();

function adopt(record: RememberedUpload, file: Blob | null, state?: UploadState): void {
  const { id, projectId, name, frameRate, sizeBytes, sentBytes } = record;
  const courier = new Courier(record, file, {
    tell: (event) => {
      tellItem(id, event);
      started.delete(id);
      const phase = findItem(id)?.state.phase;
      if (phase && phase !== "sending" && phase !== "checking") startWaiting();
    },
    isTaken: (uploadId) => [...couriers.values()].some((other) => other.record.uploadId === uploadId),
    onMade: (video) => {
      void forgetUpload(id);
      tellItem(id, { type: "registered", videoId: video.id });
    },
  });
  couriers.set(id, courier);
  const isFolder = frameRate !== null;
  addItems([{ id, projectId, fileName: name, isFolder, sizeBytes, state: state ?? { phase: "waiting", sentBytes } }]);
}

function describeNew({ projectId, user }: UploadTarget, wish: UploadWish): RememberedUpload {
  const id = createIdempotencyKey();
  const { file, ...source } = wish;
  const record: RememberedUpload = {
    ...source,
    id,
    user,
    projectId,
    sizeBytes: file.size,
    fingerprint: null,
    sha256: null,
    uploadId: null,
    sentBytes: 0,
    registrationKey: createIdempotencyKey(),
    isWanted: false,
    isPaused: false,
    addedMs: Date.now(),
  };
  void rememberUpload(record);
  holdAlone(id, () => undefined);
  return record;
}

/** Tabs of one browser share the memory: the one that holds an upload's lock has it, the next takes it over. */
function holdAlone(id: string, onHeld: () => void): void {
  const waiting = new AbortController();
  releases.set(id, () => waiting.abort());
  void chooseSenderLock()(
    `maskloop-upload-${id}`,
    () => {
      onHeld();
      return new Promise<void>((resolve) => releases.set(id, resolve));
    },
    waiting.signal,
  );
}

async function takeUp(id: string, user: number): Promise<void> {
  const record = await recallUpload(id);
  if (!record || owner !== user || couriers.has(id)) return;
  window.addEventListener("beforeunload", askBeforeLeaving);
  const file = await readQuietly(record);
  const { sentBytes } = record;
  const isSent = record.uploadId !== null && record.sha256 !== null && sentBytes === record.sizeBytes;
  if (!file && !isSent) adopt(record, null, { phase: "missing", sentBytes, canAsk: record.handle !== null });
  else adopt(record, file, record.isPaused ? { phase: "paused", sentBytes } : { phase: "waiting", sentBytes });
  startWaiting();
}

async function readQuietly(record: RememberedUpload): Promise<Blob | null> {
  if ((await record.handle?.queryPermission?.({ mode: "read" })) !== "granted") return null;
  return readByHandle(record);
}

async function askForFile(courier: Courier): Promise<boolean> {
  const { record } = courier;
  if ((await record.handle?.requestPermission?.({ mode: "read" })) !== "granted") return false;
  courier.file = await readByHandle(record);
  if (courier.file) return true;
  const sentence = "The file is not where it was, or it was changed. Choose it again.";
  tellItem(record.id, { type: "failed", sentence, mustRestart: true });
  return false;
}

async function readByHandle(record: RememberedUpload): Promise<Blob | null> {
  if (!record.handle) return null;
  try {
    const plan = planUpload(await findAgain(record.handle));
    const wishes = gatherWishes(plan, record.frameRate ?? "");
    return wishes.find((wish) => wish.path === record.path && wish.stamp === record.stamp)?.file ?? null;
  } catch {
    return null;
  }
}

/** Whether an upload that had lost its file waits for this one: it goes on with it. */
async function giveBack(wish: UploadWish): Promise<boolean> {
  for (const courier of couriers.values()) {
    const { record } = courier;
    if (findItem(record.id)?.state.phase !== "missing" || record.sizeBytes !== wish.file.size) continue;
    if (!(await isSameFile(record, wish))) continue;
    courier.file = wish.file;
    await courier.remember({ isPaused: false, handle: wish.handle ?? record.handle });
    tellItem(record.id, { type: "queued" });
    return true;
  }
  return false;
}

/** By size and ends where they are known; a copy elsewhere, of another name and time, is as good. */
async function isSameFile(record: RememberedUpload, wish: UploadWish): Promise<boolean> {
  if (record.fingerprint) return (await fingerprintBlob(wish.file)) === record.fingerprint;
  return record.name === wish.name && record.stamp === wish.stamp;
}

export { useUploadQueue } from "./uploadStore";
