import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const READ_BYTES = 4 * 1024 * 1024;
const END_BYTES = 1024 * 1024;

/** Hashes a file of any size piece by piece. */
export async function hashBlob(blob: Blob, onProgress: (doneBytes: number) => void): Promise<string> {
  const digest = sha256.create();
  for (let start = 0; start < blob.size; start += READ_BYTES) {
    const piece = blob.slice(start, start + READ_BYTES);
    digest.update(new Uint8Array(await piece.arrayBuffer()));
    onProgress(start + piece.size);
  }
  return bytesToHex(digest.digest());
}

/** Recognises a file by its size and its first and last mebibyte, as the server does; takes no time. */
export async function fingerprintBlob(blob: Blob): Promise<string> {
  const digest = sha256.create();
  digest.update(new TextEncoder().encode(`${blob.size}\n`));
  for (const end of [blob.slice(0, END_BYTES), blob.slice(Math.max(0, blob.size - END_BYTES))]) {
    digest.update(new Uint8Array(await end.arrayBuffer()));
  }
  return bytesToHex(digest.digest());
}
