import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import { fillIn, type KeptEdit, type NewEdit } from "./keptEdit";

interface Schema extends DBSchema {
  edits: { key: number; value: KeptEdit; indexes: { user: number } };
}

/** Where edits wait until the server has confirmed them; they outlive the page. */
export interface EditStore {
  /** False where the browser keeps nothing (a private window): then the page must stay open. */
  readonly isLasting: boolean;
  add(edit: NewEdit): Promise<KeptEdit>;
  put(edit: KeptEdit): Promise<void>;
  list(user: number): Promise<KeptEdit[]>;
  /** Takes an edit out; `made`, the id of what it made, goes into the edits that need it. */
  remove(edit: KeptEdit, made?: number): Promise<void>;
  close(): void;
}

/** The browser's database, or memory where the browser gives none. */
export async function openEditStore(name = "maskloop"): Promise<EditStore> {
  try {
    const db = await openDB<Schema>(name, 1, {
      upgrade(created) {
        const edits = created.createObjectStore("edits", { keyPath: "order", autoIncrement: true });
        edits.createIndex("user", "user");
      },
    });
    return new BrowserStore(db);
  } catch {
    return new MemoryStore();
  }
}

class BrowserStore implements EditStore {
  readonly isLasting = true;
  readonly #db: IDBPDatabase<Schema>;

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  async add(edit: NewEdit): Promise<KeptEdit> {
    const order = await this.#db.add("edits", edit as KeptEdit);
    return { ...edit, order };
  }

  async put(edit: KeptEdit): Promise<void> {
    await this.#db.put("edits", edit);
  }

  list(user: number): Promise<KeptEdit[]> {
    return this.#db.getAllFromIndex("edits", "user", user);
  }

  async remove(edit: KeptEdit, made?: number): Promise<void> {
    const transaction = this.#db.transaction("edits", "readwrite");
    await transaction.store.delete(edit.order);
    const waiting = made === undefined ? [] : await transaction.store.index("user").getAll(edit.user);
    for (const other of waiting) {
      if (made !== undefined && other.needs === edit.key) await transaction.store.put(fillIn(other, made));
    }
    await transaction.done;
  }

  close(): void {
    this.#db.close();
  }
}

export class MemoryStore implements EditStore {
  readonly isLasting = false;
  readonly #edits = new Map<number, KeptEdit>();
  #last = 0;

  add(edit: NewEdit): Promise<KeptEdit> {
    const kept = { ...edit, order: (this.#last += 1) };
    this.#edits.set(kept.order, kept);
    return Promise.resolve(kept);
  }

  put(edit: KeptEdit): Promise<void> {
    this.#edits.set(edit.order, edit);
    return Promise.resolve();
  }

  list(user: number): Promise<KeptEdit[]> {
    return Promise.resolve([...this.#edits.values()].filter((edit) => edit.user === user));
  }

  remove(edit: KeptEdit, made?: number): Promise<void> {
    this.#edits.delete(edit.order);
    for (const [order, other] of this.#edits) {
      if (made !== undefined && other.needs === edit.key) this.#edits.set(order, fillIn(other, made));
    }
    return Promise.resolve();
  }

  close(): void {
    this.#edits.clear();
  }
}
