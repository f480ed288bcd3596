import { hashBlob } from "./sha256";

export type HashMessage = { doneBytes: number } | { sha256: string } | { problem: string };

const tell = (message: HashMessage) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<Blob>) => {
  hashBlob(data, (doneBytes) => tell({ doneBytes })).then(
    (sha256) => tell({ sha256 }),
    (error: unknown) => tell({ problem: String(error) }),
  );
};
