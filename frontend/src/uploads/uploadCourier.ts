import { hashFile } from "./hashFile";
import { fingerprintBlob } from "./sha256";
import { rememberUpload } from "./uploadMemory";
import type { RememberedUpload } from "./uploadMemory";
import type { UploadEvent } from "./uploadState";

import type { Duplicate, Video } from "@/protocol/types";
import { readTrouble } from "@/sync/queries/uploadTrouble";
import { createUpload, deleteUpload, findDuplicates, listOpenUploads, registerVideo } from "@/sync/queries/uploads";
import { loseSignIn, onSignInRegained } from "@/sync/signIn";

/** So little is read in the time that a person needs to look up; larger files are hashed while they are sent. */
const HASHED_FIRST_BYTES = 64 * 1024 * 1024;
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const MAX_CONFLICTS = 4;
const REMEMBERED_EVERY_MS = 3_000;
const UNREADABLE = "The file was changed, moved or deleted since it was chosen. Choose it again.";
const EXPIRED = "The server has forgotten what was sent, as it does after a while. Choose the file again.";
const SIGNED_OUT = "You are signed out.";

export interface CourierHost {
  tell: (event: UploadEvent) => void;
  /** Whether another upload of this page uses that upload of the server. */
  isTaken: (uploadId: string) => boolean;
  onMade: (video: Video) => void;
}

/** There is a video like it, and the person has not said yet that they want this one as well. */
class Asked extends Error {
  readonly duplicates: readonly Duplicate[];

  constructor(duplicates: readonly Duplicate[]) {
    super("There is a video like it.");
    this.duplicates = duplicates;
  }
}

class Unreadable extends Error {}

/**
 * Takes one file to the server and has a video made of it. Each step looks what is done already, so that `start` goes
 * on after a pause, a lost line and a reload alike.
 */
export class Courier {
  readonly record: RememberedUpload;
  file: Blob | null;
  readonly #host: CourierHost;
  #run = new AbortController();
  readonly #life = new AbortController();
  #hashing: Promise<string> | null = null;
  #checkedBytes = 0;
  #tries = 0;
  #rememberedMs = 0;

  constructor(record: RememberedUpload, file: Blob | null, host: CourierHost) {
    this.record = record;
    this.file = file;
    this.#host = host;
  }

  /** Whether nothing of the file itself is needed any more. */
  get isSent(): boolean {
    const { uploadId, sha256, sentBytes, sizeBytes } = this.record;
    return uploadId !== null && sha256 !== null && sentBytes === sizeBytes;
  }

  start(): void {
    this.#run.abort();
    this.#run = new AbortController();
    void this.#go(this.#run.signal);
  }

  /** What was sent stays at the server. */
  pause(): void {
    this.#run.abort();
  }

  /** Stops for good; what was sent and what is remembered stay. */
  leave(): void {
    this.pause();
    this.#life.abort();
  }

  /** Stops, and has the server forget what was sent. */
  discard(): void {
    this.leave();
    if (this.record.uploadId) void deleteUpload(this.record.uploadId, this.record.user);
  }

  /** Forgets what was sent, so that `start` begins anew, with what the file is now. */
  async reset(): Promise<void> {
    this.pause();
    if (this.record.uploadId) await deleteUpload(this.record.uploadId, this.record.user);
    this.#hashing = null;
    await this.remember({ uploadId: null, sha256: null, fingerprint: null, sentBytes: 0 });
  }

  async remember(changes: Partial<RememberedUpload>): Promise<void> {
    Object.assign(this.record, changes);
    this.#rememberedMs = Date.now();
    if (!this.#life.signal.aborted) await rememberUpload(this.record);
  }

  async #go(signal: AbortSignal): Promise<void> {
    try {
      if (!this.isSent) {
        await this.#recognise();
        signal.throwIfAborted();
        await this.#send(signal);
      }
      signal.throwIfAborted();
      await this.#finish(signal);
    } catch (error) {
      if (!signal.aborted) await this.#understand(error, signal);
    }
  }

  /** Looks for videos of the same file before anything is sent. */
  async #recognise(): Promise<void> {
    const { record } = this;
    const file = this.#demandFile();
    if (!record.fingerprint) await this.remember({ fingerprint: await readable(fingerprintBlob(file)) });
    if (record.isWanted || record.uploadId) return;
    const facts = { name: record.name, fingerprint: record.fingerprint ?? "" };
    let found = await findDuplicates(record.projectId, facts);
    if (file.size <= HASHED_FIRST_BYTES || found.some(({ content }) => content !== "other")) {
      this.#host.tell({ type: "checking", checkedBytes: 0 });
      const sha256 = await this.#hash(file, (checkedBytes) => this.#host.tell({ type: "checking", checkedBytes }));
      found = await findDuplicates(record.projectId, { ...facts, sha256 });
      if (found.length === 0) await this.remember({ isWanted: true });
    }
    if (found.length > 0) throw new Asked(found);
  }

  async #send(signal: AbortSignal): Promise<void> {
    const file = this.#demandFile();
    const { record } = this;
    const { startTransfer } = await import("@/sync/queries/uploadFile");
    const uploadId = record.uploadId ?? (await this.#begin());
    signal.throwIfAborted();
    this.#host.tell({ type: "started", atMs: performance.now() });
    const hashing = this.#hash(file);
    // What goes wrong with it is seen when it is needed.
    hashing.catch(() => undefined);
    await new Promise<void>((resolve, reject) => {
      const stop = startTransfer(file, { uploadId, asUser: record.user }, {
        onProgress: (sentBytes) => this.#progress(sentBytes),
        onSent: resolve,
        onFailed: reject,
      });
      signal.addEventListener("abort", () => {
        stop();
        reject(signal.reason as Error);
      });
    });
    await this.remember({ sentBytes: record.sizeBytes });
  }

  async #begin(): Promise<string> {
    const { name, frameRate, projectId: project, sizeBytes, user } = this.record;
    const filename = frameRate === null ? name : `${name}.tar`;
    const fingerprint = this.record.fingerprint ?? "";
    // Begun in another browser, or here before its memory was cleared.
    const begun = (await listOpenUploads()).find(
      (open) =>
        open.fingerprint === fingerprint &&
        open.length === sizeBytes &&
        open.project === project &&
        !this.#host.isTaken(open.id),
    );
    const uploadId = begun?.id ?? (await createUpload({ project, filename, sizeBytes, fingerprint }, user));
    await this.remember({ uploadId });
    return uploadId;
  }

  async #finish(signal: AbortSignal): Promise<void> {
    const { record } = this;
    const tell = () => this.#host.tell({ type: "sent", checkedBytes: record.sha256 ? null : this.#checkedBytes });
    tell();
    const sha256 = record.sha256 ?? (await this.#hash(this.#demandFile(), tell));
    signal.throwIfAborted();
    tell();
    if (!record.isWanted) {
      const found = await findDuplicates(record.projectId, { sha256 });
      if (found.length > 0) throw new Asked(found);
    }
    const wish = { project: record.projectId, upload: record.uploadId ?? "", name: record.name, sha256 };
    const video = await registerVideo(wish, record.registrationKey, record.user);
    this.#host.tell({ type: "sent", checkedBytes: null });
    this.#host.onMade(video);
  }

  /** Begun once and kept through pauses and lost lines: a large file takes minutes. */
  #hash(file: Blob, onProgress?: (checkedBytes: number) => void): Promise<string> {
    if (this.record.sha256) return Promise.resolve(this.record.sha256);
    this.#listen = onProgress ?? null;
    this.#hashing ??= this.#hashOnce(file);
    return this.#hashing;
  }

  #listen: ((checkedBytes: number) => void) | null = null;

  async #hashOnce(file: Blob): Promise<string> {
    const onProgress = (doneBytes: number) => {
      this.#checkedBytes = doneBytes;
      this.#listen?.(doneBytes);
    };
    try {
      const sha256 = await readable(hashFile(file, onProgress, this.#life.signal));
      await this.remember({ sha256 });
      return sha256;
    } catch (error) {
      this.#hashing = null;
      throw error;
    }
  }

  #progress(sentBytes: number): void {
    if (sentBytes > this.record.sentBytes) this.#tries = 0;
    this.#host.tell({ type: "progressed", sentBytes, atMs: performance.now() });
    this.record.sentBytes = sentBytes;
    if (Date.now() - this.#rememberedMs > REMEMBERED_EVERY_MS) void this.remember({});
  }

  #demandFile(): Blob {
    if (!this.file) throw new Unreadable();
    return this.file;
  }

  async #understand(error: unknown, signal: AbortSignal): Promise<void> {
    const { tell } = this.#host;
    if (error instanceof Asked) return tell({ type: "asked", duplicates: error.duplicates });
    if (error instanceof Unreadable || !(await canRead(this.file))) {
      return tell({ type: "failed", sentence: UNREADABLE, mustRestart: true });
    }
    const trouble = await readTrouble(error, this.record.user);
    if (signal.aborted) return;
    switch (trouble.kind) {
      case "later":
        // Offsets agree after a try or two; an upload that has become a video stays one.
        if (trouble.isConflict && this.#tries >= MAX_CONFLICTS) {
          return tell({ type: "failed", sentence: trouble.sentence, mustRestart: true });
        }
        tell({ type: "troubled", sentence: trouble.sentence });
        return this.#tryLater(signal);
      case "signedOut":
        tell({ type: "troubled", sentence: SIGNED_OUT });
        loseSignIn(trouble.other);
        return this.#waitForSignIn(signal);
      case "gone":
        return this.#beginAnew();
      case "refused":
        tell({ type: "failed", sentence: trouble.sentence, mustRestart: trouble.slug === "digest-mismatch" });
    }
  }

  async #beginAnew(): Promise<void> {
    const hadOne = this.record.uploadId !== null;
    await this.remember({ uploadId: null, sentBytes: 0 });
    if (hadOne && this.file) return this.start();
    const sentence = hadOne ? EXPIRED : "The project is not there any more, or you are not a member of it.";
    this.#host.tell({ type: "failed", sentence, mustRestart: hadOne });
  }

  #tryLater(signal: AbortSignal): void {
    const longest = BACK_OFF_MS[Math.min(this.#tries, BACK_OFF_MS.length - 1)] ?? 0;
    this.#tries += 1;
    const again = () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
      if (!signal.aborted) this.start();
    };
    // Not all of a team's browsers at the same moment.
    const timer = setTimeout(again, longest * (0.75 + Math.random() / 2));
    window.addEventListener("online", again);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  #waitForSignIn(signal: AbortSignal): void {
    const forget = onSignInRegained(() => {
      forget();
      if (!signal.aborted) this.start();
    });
    signal.addEventListener("abort", forget);
  }
}

/** A file that cannot be read any more is another matter than a server that cannot be reached. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof DOMException && error.name === "AbortError" ? error : new Unreadable();
  }
}

async function canRead(file: Blob | null): Promise<boolean> {
  if (!file) return true;
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
