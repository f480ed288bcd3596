export interface Edit {
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** `{made}` in it stands for the id that the server gives to what `needs` makes. */
  path: string;
  body?: unknown;
  /** The key of an edit made before, whose answer has the id that this one's path waits for. */
  needs?: string;
  /** What it does, in words for a list of edits: "Mask of object 2 on frame 7". */
  what?: string;
  /**
   * "keep" (else) holds on to a refused edit until somebody has seen why. "tell" leaves that to the
   * caller: for commands that carry no work of a person, like the start of a propagation.
   */
  refused?: "keep" | "tell";
}

/** An edit as it waits in the browser's store, in the order in which edits were made. */
export interface KeptEdit extends Edit {
  order: number;
  /** Its idempotency key: an edit that is sent twice counts once. */
  key: string;
  /** Who made it; it is never sent as anybody else. */
  user: number;
  video: number;
  made_ms: number;
  /** How often a person had it sent again after a refusal; part of the key that the server sees. */
  again?: number;
  /** Why the server refused it; a refused edit is not sent again by itself. */
  refusal?: string;
}

export type NewEdit = Omit<KeptEdit, "order">;

const placeholder = "{made}";

/** The edit once what it needs has been made. */
export function fillIn<T extends Edit>(edit: T, id: number): T {
  const filled = { ...edit, path: edit.path.replace(placeholder, String(id)) };
  delete filled.needs;
  return filled;
}

/** A refused edit as a new one: the server may have stored its refusal under the key. */
export function renew(edit: KeptEdit): NewEdit {
  const fresh: Partial<KeptEdit> = { ...edit, again: (edit.again ?? 0) + 1 };
  delete fresh.refusal;
  delete fresh.order;
  return fresh as NewEdit;
}
