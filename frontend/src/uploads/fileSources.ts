/** Where a file came from: `path` is relative to what was dropped or chosen, `handle` finds that again later. */
export interface FoundFile {
  path: string;
  file: File;
  handle?: FileSystemHandle;
}

/** Files and folders that were dropped, with everything in them; to be called while the event is handled. */
export function readDropped(transfer: DataTransfer): Promise<FoundFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  // Both may be asked for only before the first wait.
  const roots = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile(), handle: askHandle(item) }));
  return Promise.all(roots.map(readRoot)).then((found) => found.flat());
}

async function readRoot(root: {
  entry: FileSystemEntry | null;
  file: File | null;
  handle: Promise<FileSystemHandle | null>;
}): Promise<FoundFile[]> {
  const handle = await root.handle;
  const found = root.entry?.isDirectory
    ? await readEntry(root.entry, "")
    : root.file
      ? [{ path: root.file.name, file: root.file }]
      : [];
  return handle ? found.map((each) => ({ ...each, handle })) : found;
}

async function readEntry(entry: FileSystemEntry, folder: string): Promise<FoundFile[]> {
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FoundFile[] = [];
  for (;;) {
    // A call brings a hundred entries at most, and none once all were brought.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const each of entries) found.push(...(await readEntry(each, path)));
  }
}

/** What an input of files, or of a folder, was given. */
export function readChosen(files: Iterable<File>): FoundFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Everything in a folder that the browser lets us look into. */
export async function readFolder(folder: FileSystemDirectoryHandle): Promise<FoundFile[]> {
  return (await walk(folder, folder.name)).map((each) => ({ ...each, handle: folder }));
}

async function walk(folder: FileSystemDirectoryHandle, path: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for await (const child of folder.values()) {
    const inside = `${path}/${child.name}`;
    if (child.kind === "file") found.push({ path: inside, file: await (child as FileSystemFileHandle).getFile() });
    else found.push(...(await walk(child as FileSystemDirectoryHandle, inside)));
  }
  return found;
}

/** What a handle that the browser kept leads to now: a file, or all files of a folder. */
export async function findAgain(handle: FileSystemHandle): Promise<FoundFile[]> {
  if (handle.kind === "directory") return readFolder(handle as FileSystemDirectoryHandle);
  const file = await (handle as FileSystemFileHandle).getFile();
  return [{ path: file.name, file, handle }];
}

async function askHandle(item: DataTransferItem): Promise<FileSystemHandle | null> {
  try {
    return (await item.getAsFileSystemHandle?.()) ?? null;
  } catch {
    return null;
  }
}
