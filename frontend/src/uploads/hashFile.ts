import { hashBlob } from "./sha256";
import type { HashMessage } from "./sha256Worker";

/** The SHA-256 of a file, computed beside the page; rejects where it cannot be read or the signal says stop. */
export function hashFile(file: Blob, onProgress: (doneBytes: number) => void, signal: AbortSignal): Promise<string> {
  if (typeof Worker === "undefined") return hashBlob(file, onProgress);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./sha256Worker.ts", import.meta.url), { type: "module" });
    const end = (finish: () => void) => {
      worker.terminate();
      signal.removeEventListener("abort", stop);
      finish();
    };
    const stop = () => end(() => reject(new DOMException("The hashing was stopped.", "AbortError")));
    signal.addEventListener("abort", stop);
    worker.onmessage = ({ data }: MessageEvent<HashMessage>) => {
      if ("doneBytes" in data) onProgress(data.doneBytes);
      else if ("sha256" in data) end(() => resolve(data.sha256));
      else end(() => reject(new Error(data.problem)));
    };
    worker.onerror = () => end(() => reject(new Error("The file could not be checked in this browser.")));
    if (signal.aborted) stop();
    else worker.postMessage(file);
  });
}
