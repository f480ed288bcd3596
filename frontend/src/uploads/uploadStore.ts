import { create } from "zustand";

import { advanceUpload } from "./uploadState";
import type { UploadEvent, UploadState } from "./uploadState";

export interface UploadItem {
  id: string;
  projectId: number;
  fileName: string;
  isFolder: boolean;
  sizeBytes: number;
  state: UploadState;
}

interface UploadQueue {
  items: readonly UploadItem[];
}

/** Lives outside the pages, so that uploads go on while the person looks at something else. */
export const useUploadQueue = create<UploadQueue>()(() => ({ items: [] }));

export function findItem(id: string): UploadItem | undefined {
  return useUploadQueue.getState().items.find((item) => item.id === id);
}

export function addItems(added: readonly UploadItem[]): void {
  useUploadQueue.setState(({ items }) => ({ items: [...items, ...added] }));
}

export function removeItem(id: string): void {
  useUploadQueue.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
}

export function tellItem(id: string, event: UploadEvent): void {
  useUploadQueue.setState(({ items }) => {
    const index = items.findIndex((item) => item.id === id);
    const item = items[index];
    if (!item) return { items };
    const state = advanceUpload(item.state, event);
    return state === item.state ? { items } : { items: items.with(index, { ...item, state }) };
  });
}
