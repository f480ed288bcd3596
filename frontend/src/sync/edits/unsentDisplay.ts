import type { QueueState } from "./editQueue";
import type { KeptEdit } from "./keptEdit";

import type { MaskStore } from "@/masks/maskStore";
import type { MaskState, Rle } from "@/protocol/types";
import { useEditorStore, type PendingPrompt, type RefusedEdit } from "@/state/editorStore";

interface FrameBody {
  rle?: Rle;
  state?: MaskState;
}

interface PromptBody {
  frame: number;
  points?: [number, number][];
  labels?: number[];
  box?: [number, number, number, number];
}

const framePath = /^\/api\/masklets\/(\d+)\/frames\/(\d+)\/$/;
const removedPromptPath = /^\/api\/prompts\/(\d+)\/$/;
const maskletPath = /^\/api\/masklets\/(\d+)\/$/;
const promptPath = /^\/api\/masklets\/(\d+|\{made\})\/prompts\/$/;

/**
 * Shows what a person did and the server has not confirmed: prompts and masks over those that the
 * server knows, from the moment they are made, after a reload as well, until they are answered.
 */
export class UnsentDisplay {
  readonly #videoId: number;
  readonly #masks: MaskStore;
  readonly #shownMasks = new Set<string>();

  constructor(videoId: number, masks: MaskStore) {
    this.#videoId = videoId;
    this.#masks = masks;
  }

  show({ edits, halted, isLasting }: QueueState): void {
    const unsent = edits.filter(({ refusal }) => refusal === undefined);
    const here = unsent.filter(({ video }) => video === this.#videoId);
    this.#showMasks(here);
    useEditorStore.setState({
      unsentEdits: unsent.length,
      sendingHalted: unsent.length ? halted : null,
      refusedEdits: edits.flatMap(describeRefused),
      keepsEdits: isLasting,
      pending: here.flatMap(readPrompt),
      objectsInMaking: here.filter(({ path }) => path === `/api/videos/${this.#videoId}/masklets/`).length,
      leavingPrompts: readRemoved(here, removedPromptPath),
      leavingMasklets: readRemoved(here, maskletPath),
    });
  }

  #showMasks(edits: readonly KeptEdit[]): void {
    const gone = new Set(this.#shownMasks);
    for (const { key, path, body } of edits) {
      const place = framePath.exec(path);
      if (!place) continue;
      gone.delete(key);
      if (this.#shownMasks.has(key)) continue;
      this.#shownMasks.add(key);
      const { rle, state = "present" } = body as FrameBody;
      this.#masks.putWaiting(key, Number(place[1]), Number(place[2]), state, rle ?? null);
    }
    for (const key of gone) {
      this.#shownMasks.delete(key);
      this.#masks.endWaiting(key);
    }
  }
}

function readRemoved(edits: readonly KeptEdit[], place: RegExp): Set<number> {
  const removals = edits.filter(({ method }) => method === "DELETE");
  return new Set(removals.flatMap(({ path }) => Number(place.exec(path)?.[1]) || []));
}

function readPrompt({ key, method, path, body }: KeptEdit): PendingPrompt[] {
  const place = promptPath.exec(path);
  if (method !== "POST" || !place) return [];
  const { frame, points, labels, box } = body as PromptBody;
  const masklet = place[1] === "{made}" ? null : Number(place[1]);
  const [point] = points ?? [];
  if (box) return [{ key, masklet, frame, box }];
  return point ? [{ key, masklet, frame, point, positive: labels?.[0] !== 0 }] : [];
}

function describeRefused({ key, video, what, method, path, body, refusal }: KeptEdit): RefusedEdit[] {
  if (refusal === undefined) return [];
  const [, , drawn] = framePath.exec(path) ?? [];
  const frame = drawn === undefined ? (body as Partial<PromptBody> | undefined)?.frame : Number(drawn);
  return [{ key, video, what: what ?? `${method} ${path}`, why: refusal, frame: frame ?? null }];
}
