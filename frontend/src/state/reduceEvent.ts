
import { upsertRange } from "./headRanges";
import type { VideoState } from "./videoState";

import type { MaskRange, VideoEvent } from "@/protocol/types";

/**
 * The state after one more event. Pure, and total over event types, so that a snapshot and the
 * events after it lead to what a fresh snapshot would say.
 */
export function reduceEvent(state: VideoState, event: VideoEvent): VideoState {
  if (event.seq <= state.lastSeq) return state;
  return { ...applyEvent(state, event), lastSeq: event.seq };
}

function applyEvent(state: VideoState, event: VideoEvent): VideoState {
  switch (event.type) {
    case "video.changed":
      return { ...state, video: { ...state.video, ...event.video } };
    case "masklet.changed":
      return { ...state, masklets: withEntry(state.masklets, event.masklet.id, event.masklet) };
    case "masklet.deleted":
      return withoutMasklet(state, event.masklet);
    case "prompts.changed": {
      const prompts = new Map(state.prompts);
      for (const id of event.removed) prompts.delete(id);
      for (const prompt of event.added) prompts.set(prompt.id, prompt);
      return { ...state, prompts };
    }
    case "masks.changed":
      return withMasks(state, event.ranges);
    case "propagation.changed": {
      const { propagation } = event;
      return { ...state, propagations: withEntry(state.propagations, propagation.id, propagation) };
    }
    case "side_edit.opened":
      return { ...state, sideEdits: withEntry(state.sideEdits, event.side_edit.id, event.side_edit) };
    case "side_edit.closed": {
      const sideEdits = new Map(state.sideEdits);
      sideEdits.delete(event.side_edit);
      return { ...state, sideEdits };
    }
    case "prediction.failed":
      return state;
    default:
      // An event of a newer server: its effect is unknown, its place in the order is not.
      return state;
  }
}

function withMasks(state: VideoState, ranges: readonly MaskRange[]): VideoState {
  const heads = new Map(state.heads);
  const masklets = new Map(state.masklets);
  for (const { masklet: id, start, stop, version, origin, state: maskState } of ranges) {
    const known = heads.get(id) ?? [];
    heads.set(id, upsertRange(known, [start, stop, version, origin, maskState]));
    const masklet = masklets.get(id);
    if (masklet && masklet.head < version) masklets.set(id, { ...masklet, head: version });
  }
  return { ...state, heads, masklets };
}

function withoutMasklet(state: VideoState, id: number): VideoState {
  const masklets = new Map(state.masklets);
  const heads = new Map(state.heads);
  masklets.delete(id);
  heads.delete(id);
  const prompts = new Map([...state.prompts].filter(([, prompt]) => prompt.masklet !== id));
  return { ...state, masklets, heads, prompts };
}

function withEntry<T>(map: ReadonlyMap<number, T>, id: number, value: T): Map<number, T> {
  return new Map(map).set(id, value);
}
