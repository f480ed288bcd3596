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

const afterAllStored = 2 ** 50;

class BrowserStore implements EditStore {
  readonly #db: IDBPDatabase<Schema>;
  /** Takes all later edits once the database refuses one (it is full): they stay in their order. */
  #overflow: MemoryStore | null = null;

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  get isLasting(): boolean {
    return this.#overflow === null;
  }

  async add(edit: NewEdit): Promise<KeptEdit> {
    if (this.#overflow) return this.#overflow.add(edit);
    try {
      const order = await this.#db.add("edits", edit as KeptEdit);
      return { ...edit, order };
    } catch {
      this.#overflow ??= new MemoryStore(afterAllStored);
      return this.#overflow.add(edit);
    }
  }

  async put(edit: KeptEdit): Promise<void> {
    if (edit.order >= afterAllStored) await this.#overflow?.put(edit);
    else await this.#db.put("edits", edit);
  }

  async list(user: number): Promise<KeptEdit[]> {
    const stored = await this.#db.getAllFromIndex("edits", "user", user);
    return [...stored, ...((await this.#overflow?.list(user)) ?? [])];
  }

  async remove(edit: KeptEdit, made?: number): Promise<void> {
    await this.#overflow?.remove(edit, made);
    if (edit.order >= afterAllStored) return;
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
  #last: number;

  constructor(last = 0) {
    this.#last = last;
  }

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
