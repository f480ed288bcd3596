import { ApiProblem, ConnectionLost, readSession } from "../api";

import type { User } from "@/protocol/types";

/** Why a step of an upload did not succeed, by what can be done about it. */
export type Trouble =
  /** The same step may succeed a little later. */
  | { kind: "later"; sentence: string; isConflict?: boolean }
  | { kind: "signedOut"; other: User | null }
  /** The server has forgotten the upload. */
  | { kind: "gone" }
  | { kind: "refused"; sentence: string; slug: string | null };

const UNREACHABLE = "The server cannot be reached.";
// 409: the offset has moved on; 460: damaged on its way; 507: the disk is full, until somebody makes room.
const laterStatuses = new Set([409, 423, 429, 460, 500, 502, 503, 504, 507]);

/** Puts into words what an API call of an upload threw; never rejects. */
export async function readTrouble(error: unknown, user: number): Promise<Trouble> {
  if (error instanceof ConnectionLost) return { kind: "later", sentence: UNREACHABLE };
  if (!(error instanceof ApiProblem)) return { kind: "refused", sentence: String(error), slug: null };
  const { status, problem, message } = error;
  if (laterStatuses.has(status)) return { kind: "later", sentence: message, isConflict: status === 409 };
  if (status === 404 || status === 410) return { kind: "gone" };
  const slug = problem.type?.split(":").at(-1) ?? null;
  if (status === 401 || slug === "forgery") return readSignIn(user, message);
  return { kind: "refused", sentence: message, slug };
}

/** Reading the session also renews the CSRF cookie, with which the same step may succeed. */
async function readSignIn(user: number, sentence: string): Promise<Trouble> {
  try {
    const session = await readSession();
    return session?.id === user ? { kind: "later", sentence } : { kind: "signedOut", other: session };
  } catch {
    return { kind: "later", sentence: UNREACHABLE };
  }
}
