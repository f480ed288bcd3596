import type { Decision, Masklet } from "@/protocol/types";
import type { NewReview } from "@/sync/queries/reviews";

/** What a decision is about: the whole masklet, or frames from the first to the last, both included. */
export type ReviewScope = { kind: "whole" } | { kind: "frames"; first: string; last: string };

export interface ReviewForm {
  decision: Decision;
  comment: string;
  scope: ReviewScope;
}

export type CheckedReview = { review: NewReview } | { field: "comment" | "scope"; sentence: string };

/** The review to send, or what is missing, in a sentence. */
export function checkReview(form: ReviewForm, masklet: Masklet, numFrames: number): CheckedReview {
  const comment = form.comment.trim();
  if (form.decision === "unsatisfactory" && !comment) {
    return { field: "comment", sentence: "Say what to correct: the comment goes to the annotator." };
  }
  const range = readScope(form.scope, numFrames);
  if (range === null) {
    return { field: "scope", sentence: `Give frames from 0 to ${numFrames - 1}, the first one first.` };
  }
  const [start, stop] = range;
  const version = masklet.submitted_version ?? masklet.head;
  return { review: { decision: form.decision, version, start, stop, comment } };
}

function readScope(scope: ReviewScope, numFrames: number): [number, number] | null {
  if (scope.kind === "whole") return [0, numFrames];
  const first = readFrame(scope.first);
  const last = readFrame(scope.last);
  if (first === null || last === null || first > last || last >= numFrames) return null;
  return [first, last + 1];
}

function readFrame(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}

/** "frames 0 to 9, 20 to 47": ranges with an open end, said with both ends included. */
export function describeRanges(ranges: Masklet["approved"]): string {
  const parts = ranges.map(([start, stop]) => (stop - start === 1 ? `${start}` : `${start} to ${stop - 1}`));
  return `frames ${parts.join(", ")}`;
}
