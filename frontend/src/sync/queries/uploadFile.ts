import { DetailedError, Upload } from "tus-js-client";

import { ApiProblem, ConnectionLost, readCsrfToken } from "../api";

import type { ProblemDetails } from "@/protocol/types";

/** What a running transfer tells; each is called outside React. */
export interface TransferListener {
  onProgress: (sentBytes: number) => void;
  onSent: () => void;
  /** An ApiProblem or ConnectionLost; the transfer has stopped, and another one may go on. */
  onFailed: (error: Error) => void;
}

// The server keeps what arrived of a cut piece; this is only small enough for a proxy's body limit.
const PIECE_BYTES = 32 * 1024 * 1024;
// A laptop that slept, or a dead line, brings no error for minutes.
const SILENT_MS = 60_000;

/** Sends what the server does not have yet of an upload; the answer stops it, and what arrived is kept. */
export function startTransfer(
  file: Blob,
  { uploadId, asUser }: { uploadId: string; asUser: number },
  listener: TransferListener,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    void upload.abort();
  };
  const expectSomething = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stop();
      listener.onFailed(new ConnectionLost());
    }, SILENT_MS);
  };
  const upload = new Upload(file, {
    uploadUrl: `/api/uploads/${uploadId}/`,
    chunkSize: PIECE_BYTES,
    // The queue tries again, and says so.
    retryDelays: null,
    storeFingerprintForResuming: false,
    headers: { "Maskloop-User": String(asUser) },
    onBeforeRequest: (request) => request.setHeader("X-CSRFToken", readCsrfToken()),
    onProgress: (sentBytes) => {
      expectSomething();
      listener.onProgress(sentBytes);
    },
    onSuccess: () => {
      clearTimeout(timer);
      listener.onSent();
    },
    onError: (error) => {
      clearTimeout(timer);
      listener.onFailed(toProblem(error));
    },
  });
  expectSomething();
  upload.start();
  return stop;
}

function toProblem(error: Error | DetailedError): Error {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response?.getStatus()) return new ConnectionLost();
  try {
    return new ApiProblem(response.getStatus(), JSON.parse(response.getBody()) as ProblemDetails);
  } catch {
    return new ApiProblem(response.getStatus(), {});
  }
}
