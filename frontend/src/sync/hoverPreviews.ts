import { spansFromCounts } from "@/masks/spans";
import type { MaskFrame } from "@/protocol/maskFrame";
import type { ClientMessage } from "@/protocol/types";
import { useEditorStore, type EditorState } from "@/state/editorStore";
import { previewTarget, type PreviewTarget } from "@/state/hoverPreview";

/** A pointer that passes by asks for nothing. */
const restsAfter_ms = 120;
/** A hand that holds still moves less than this. */
const tremblePx = 3;
/** Not every request is answered: the server begins none after 500 ms; the rest is for the model. */
const answerWithin_ms = 2_000;

/** Where a pointer is: on the screen in CSS pixels, and in the pixels of the picture. */
export interface PointerPlace {
  screen: { x: number; y: number };
  at: [number, number];
}

const set = useEditorStore.setState;
const get = useEditorStore.getState;

/**
 * Asks what mask a click would give where the pointer rests. One request is under way at a time,
 * and of those that wait meanwhile the newest is sent.
 */
export class HoverPreviews {
  readonly #send: (message: ClientMessage) => void;
  readonly #unsubscribe: () => void;
  #place: PointerPlace | null = null;
  #target: PreviewTarget | null = previewTarget(get());
  /** After a button went down a preview is of no use until the pointer goes elsewhere. */
  #isSpent = false;
  #isDue = false;
  #asked: PreviewTarget | null = null;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (message: ClientMessage) => void) {
    this.#send = send;
    this.#unsubscribe = useEditorStore.subscribe((now, before) => this.#follow(now, before));
  }

  stop(): void {
    this.#unsubscribe();
    clearTimeout(this.#restTimer);
    clearTimeout(this.#answerTimer);
  }

  /** The pointer moves with no button held; null where it leaves the picture. */
  pointAt(place: PointerPlace | null): void {
    if (place && this.#place && isNear(place, this.#place)) return;
    this.#isSpent = false;
    this.#beginRest(place);
  }

  /** A button is held. */
  press(): void {
    this.#isSpent = true;
    this.#beginRest(this.#place);
  }

  /** An answer, which names its object and frame but not its point. */
  take({ masklet, frame, state, counts, height, width }: MaskFrame): void {
    const asked = this.#asked;
    this.#endWaiting();
    if (asked?.masklet !== masklet || asked.frame !== frame || state !== "present") return;
    set({ preview: { masklet, frame, spans: spansFromCounts(counts, height, width) } });
  }

  #follow(now: EditorState, before: EditorState): void {
    const target = previewTarget(now);
    const isSame = target?.masklet === this.#target?.masklet && target?.frame === this.#target?.frame;
    this.#target = target;
    // The picture went from under the pointer: what it points at is known when it moves again.
    if (now.viewport !== before.viewport) this.#beginRest(null);
    else if (!isSame) this.#beginRest(this.#place);
  }

  #beginRest(place: PointerPlace | null): void {
    clearTimeout(this.#restTimer);
    this.#place = place;
    this.#isDue = false;
    this.#asked = null;
    if (get().preview) set({ preview: null });
    if (!place || this.#isSpent || !this.#target) return;
    this.#restTimer = setTimeout(() => {
      this.#isDue = true;
      this.#askIfDue();
    }, restsAfter_ms);
  }

  #askIfDue(): void {
    if (!this.#isDue || !this.#place || !this.#target || this.#answerTimer !== undefined) return;
    this.#isDue = false;
    this.#asked = this.#target;
    this.#send({ type: "preview", ...this.#asked, at: this.#place.at });
    this.#answerTimer = setTimeout(() => this.#endWaiting(), answerWithin_ms);
  }

  #endWaiting(): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
    this.#askIfDue();
  }
}

function isNear({ screen: a }: PointerPlace, { screen: b }: PointerPlace): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= tremblePx;
}
