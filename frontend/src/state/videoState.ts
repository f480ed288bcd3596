import { whyClosed } from "./closed";
import { useEditorStore } from "./editorStore";
import { mergeNeighbours, type HeadRanges } from "./headRanges";

import type { Masklet, Prompt, Propagation, SideEdit, Snapshot, Video } from "@/protocol/types";


/** What the server has said about one video, as of `lastSeq`. */
export interface VideoState {
  readonly lastSeq: number;
  readonly video: Video;
  readonly masklets: ReadonlyMap<number, Masklet>;
  readonly prompts: ReadonlyMap<number, Prompt>;
  readonly heads: ReadonlyMap<number, HeadRanges>;
  readonly propagations: ReadonlyMap<number, Propagation>;
  /** Edits that lost a conflict and wait for a decision. */
  readonly sideEdits: ReadonlyMap<number, SideEdit>;
}

export function stateFromSnapshot(snapshot: Snapshot): VideoState {
  return {
    lastSeq: snapshot.last_seq,
    video: snapshot.video,
    masklets: byId(snapshot.masklets),
    prompts: byId(snapshot.prompts),
    heads: new Map(snapshot.heads.map(({ masklet, ranges }) => [masklet, mergeNeighbours(ranges)])),
    propagations: byId(snapshot.propagations),
    sideEdits: byId(snapshot.side_edits),
  };
}

/** Objects in the order in which people count them. */
export function listMasklets(state: VideoState): Masklet[] {
  return [...state.masklets.values()].sort((a, b) => a.number - b.number);
}

export function isUnfinished(propagation: Propagation): boolean {
  return propagation.status === "queued" || propagation.status === "running";
}

/**
 * Why a masklet may not be changed now, as a sentence, or null where it may. What holds for the whole video, that it is
 * archived, is read from the store: the editor draws itself anew when that changes.
 */
export function whyReadOnly(masklet: Masklet | undefined): string | null {
  const closed = whyClosed(useEditorStore.getState());
  if (closed) return closed;
  if (masklet?.status === "submitted") return "Submitted for review: withdraw it to edit it again.";
  if (masklet?.status === "not_well_defined") return "Found not well defined: a reviewer can reopen it.";
  if (masklet?.status === "approved") return "Approved: a reviewer can reopen it for editing.";
  return null;
}

/** Why frames [start, stop) of a masklet may not be changed now, or null where they may. */
export function whyFramesClosed(masklet: Masklet, start: number, stop: number): string | null {
  const refusal = whyReadOnly(masklet);
  if (refusal) return refusal;
  const closed = masklet.approved.find(([from, to]) => from < stop && start < to);
  if (!closed) return null;
  const [from, to] = closed;
  const frames = to - from === 1 ? `Frame ${from} is` : `Frames ${from} to ${to - 1} are`;
  return `${frames} approved: a reviewer can reopen the object for editing.`;
}

function byId<T extends { id: number }>(items: readonly T[]): Map<number, T> {
  return new Map(items.map((item) => [item.id, item]));
}
