import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** What the browser remembers of an upload until it has become a video. */
export interface RememberedUpload {
  id: string;
  /** Whose it is; it is never sent as anybody else. */
  user: number;
  projectId: number;
  name: string;
  sizeBytes: number;
  /** The file's own time, or a digest of names, sizes and times of a folder of pictures: changed files are not mixed. */
  stamp: string;
  /** A folder of pictures has a frame rate; a file has none. */
  frameRate: string | null;
  /** Where the file lay in what was dropped or chosen. */
  path: string;
  handle: FileSystemHandle | null;
  fingerprint: string | null;
  sha256: string | null;
  uploadId: string | null;
  sentBytes: number;
  /** Made once, so that a retried registration makes no second video. */
  registrationKey: string;
  /** The person wants it although there is one like it. */
  isWanted: boolean;
  isPaused: boolean;
  addedMs: number;
}

interface Schema extends DBSchema {
  uploads: { key: string; value: RememberedUpload; indexes: { user: number } };
}

let opened: Promise<IDBPDatabase<Schema> | null> | null = null;
let isLasting = true;

function open(): Promise<IDBPDatabase<Schema> | null> {
  opened ??= openDB<Schema>("maskloop-uploads", 1, {
    upgrade: (created) => created.createObjectStore("uploads", { keyPath: "id" }).createIndex("user", "user"),
  }).catch(() => {
    isLasting = false;
    return null;
  });
  return opened;
}

/** False where the browser keeps nothing, as in some private windows: then the page must stay open. */
export function remembersUploads(): boolean {
  return isLasting;
}

export async function rememberUpload(upload: RememberedUpload): Promise<void> {
  const db = await open();
  try {
    await db?.put("uploads", upload);
  } catch {
    // Some browsers have handles and cannot store them.
    await db?.put("uploads", { ...upload, handle: null }).catch(() => (isLasting = false));
  }
}

export async function recallUploads(user: number): Promise<RememberedUpload[]> {
  const uploads = (await (await open())?.getAllFromIndex("uploads", "user", user)) ?? [];
  return uploads.sort((one, other) => one.addedMs - other.addedMs);
}

/** Whether another tab, or this one, has not finished or cancelled it meanwhile. */
export async function recallUpload(id: string): Promise<RememberedUpload | undefined> {
  return (await open())?.get("uploads", id);
}

export async function forgetUpload(id: string): Promise<void> {
  await (await open())?.delete("uploads", id);
}
