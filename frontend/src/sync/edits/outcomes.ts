import { ApiProblem, ConnectionLost, readSession, request } from "../api";

import type { KeptEdit } from "./keptEdit";

import type { ProblemDetails, User } from "@/protocol/types";

/** What came of sending an edit. `beside`: it lost a conflict and the server keeps it as a side edit. */
export type Outcome =
  | { kind: "done"; answer: unknown }
  | { kind: "beside" | "refused"; status: number; problem: ProblemDetails }
  | { kind: "lost" }
  /** Another tab sent it and is gone: what was answered is unknown here, events tell its effect. */
  | { kind: "elsewhere" }
  | { kind: "signedOut"; other: User | null };

/** Answers that mean "not now": the same edit may succeed a moment later. */
const retriedStatuses = new Set([429, 502, 503, 504]);
/** A fetch that a laptop slept through may never end. */
const answerWithin_ms = 60_000;

/** Sends an edit as the person who made it and as nobody else; never rejects. */
export async function sendEdit(edit: KeptEdit): Promise<Outcome> {
  const first = await trySending(edit);
  if (first.kind !== "refused" || (first.status !== 401 && first.status !== 403)) return first;
  // Refused for what they may not do, for who they are not (any more), or for a stale CSRF cookie,
  // which asking brings up to date.
  try {
    const user = await readSession();
    if (user?.id !== edit.user) return { kind: "signedOut", other: user };
  } catch {
    return { kind: "lost" };
  }
  const second = await trySending(edit);
  return second.kind === "refused" && second.status === 401 ? { kind: "signedOut", other: null } : second;
}

async function trySending({ method, path, body, key, again, user }: KeptEdit): Promise<Outcome> {
  const idempotencyKey = again ? `${key}-${again}` : key;
  const signal = AbortSignal.timeout(answerWithin_ms);
  try {
    const answer = await request(method, path, { body, idempotencyKey, asUser: user, signal });
    return { kind: "done", answer };
  } catch (error) {
    if (!(error instanceof ApiProblem) || retriedStatuses.has(error.status)) return { kind: "lost" };
    const { status, problem } = error;
    return { kind: typeof problem["side_edit"] === "number" ? "beside" : "refused", status, problem };
  }
}

export class SentElsewhere extends Error {
  constructor() {
    super("Another tab has sent this.");
    this.name = "SentElsewhere";
  }
}

export function readOutcome(outcome: Outcome): { answer?: unknown; error?: Error } {
  switch (outcome.kind) {
    case "done":
      return { answer: outcome.answer };
    case "beside":
    case "refused":
      return { error: new ApiProblem(outcome.status, outcome.problem) };
    case "elsewhere":
      return { error: new SentElsewhere() };
    default:
      return { error: new ConnectionLost() };
  }
}
