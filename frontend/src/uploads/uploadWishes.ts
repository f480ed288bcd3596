import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

import { buildPictureTar } from "./pictureTar";
import type { RememberedUpload } from "./uploadMemory";
import type { UploadPlan } from "./uploadPlan";

/** Something that is to become one video, with how to know it again. */
export interface UploadWish {
  name: string;
  file: Blob;
  stamp: string;
  frameRate: string | null;
  path: string;
  handle: FileSystemHandle | null;
}

/** One for each video of a plan, and one for each of its folders of pictures. */
export function gatherWishes(plan: UploadPlan, frameRate: string): UploadWish[] {
  const videos = plan.videos.map(({ name, found: { path, file, handle } }) => ({
    name,
    file,
    stamp: String(file.lastModified),
    frameRate: null,
    path,
    handle: handle ?? null,
  }));
  const folders = plan.folders.map(({ path, name, pictures }) => ({
    name,
    file: buildPictureTar(
      pictures.map(({ file }) => file),
      frameRate,
    ),
    stamp: stampPictures(pictures.map(({ file }) => file)),
    frameRate,
    path,
    handle: pictures[0]?.handle ?? null,
  }));
  return [...videos, ...folders];
}

export function isSameSource(record: RememberedUpload, wish: UploadWish, projectId: number): boolean {
  return (
    record.projectId === projectId &&
    record.name === wish.name &&
    record.stamp === wish.stamp &&
    record.sizeBytes === wish.file.size
  );
}

function stampPictures(pictures: readonly File[]): string {
  const lines = pictures.map(({ name, size, lastModified }) => `${name} ${size} ${lastModified}\n`);
  return bytesToHex(sha256(new TextEncoder().encode(lines.join(""))));
}
