import { DetailedError, Upload } from "tus-js-client";

import { readCsrfToken } from "../api";

/** What a running transfer tells; each is called outside React. */
export interface TransferListener {
  onProgress: (sentBytes: number) => void;
  /** The upload's id at the server; the file is complete there. */
  onSent: (uploadId: string) => void;
  onFailed: (sentence: string) => void;
}

export interface Transfer {
  start: () => void;
  /** Keeps what was sent; `start` goes on from there. */
  pause: () => void;
  /** Stops and tells the server to forget what was sent. */
  discard: () => void;
}

// The server keeps whole pieces: a pause or a lost line costs at most one of them. Small enough for a
// proxy's body limit, too.
const CHUNK_BYTES = 1024 * 1024;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 8_000, 15_000];

/** Sends one file to the server by tus, resumable and retried. */
export function createTransfer(file: File, listener: TransferListener): Transfer {
  const upload = new Upload(file, {
    endpoint: "/api/uploads/",
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    metadata: { filename: file.name, filetype: file.type },
    // A resume across page loads would need the person to choose the file again anyway.
    storeFingerprintForResuming: false,
    onBeforeRequest: (request) => request.setHeader("X-CSRFToken", readCsrfToken()),
    onProgress: (sentBytes) => listener.onProgress(sentBytes),
    onSuccess: () => listener.onSent(readUploadId(upload.url)),
    onError: (error) => listener.onFailed(toSentence(error)),
  });
  return {
    start: () => upload.start(),
    pause: () => void upload.abort(),
    // The server also purges what nobody finished, so a failed removal needs no word.
    discard: () => void upload.abort(true).catch(() => undefined),
  };
}

function readUploadId(url: string | null): string {
  const id = url?.split("/").filter(Boolean).at(-1);
  if (!id) throw new Error("The server did not say where the upload went.");
  return id;
}

function toSentence(error: Error | DetailedError): string {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return "The connection was lost while sending. Check it, then try again.";
  return readDetail(response.getBody()) ?? statusSentence(response.getStatus());
}

function readDetail(body: string): string | null {
  try {
    const problem: unknown = JSON.parse(body);
    if (typeof problem !== "object" || problem === null || !("detail" in problem)) return null;
    return typeof problem.detail === "string" ? problem.detail : null;
  } catch {
    return null;
  }
}

function statusSentence(status: number): string {
  if (status === 401) return "You were signed out. Sign in again, then choose the file once more.";
  if (status === 413) return "This file is larger than the server takes.";
  return `The server refused the file (status ${status}). Try again.`;
}
