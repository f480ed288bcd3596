import { createIdempotencyKey } from "./api";
import { toSentence, type VideoSession } from "./videoSession";

import type { Direction, Masklet, MaskState, Prompt, Propagation, Rle } from "@/protocol/types";
import {
  addPending,
  awaitMask,
  dropPending,
  givePendingMasklet,
  storePrompt,
} from "@/state/editorMoves";
import { useEditorStore, type PendingPrompt } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { isUnfinished, whyReadOnly } from "@/state/videoState";


const set = useEditorStore.setState;
const get = useEditorStore.getState;

export interface PropagationWish {
  masklets: number[];
  direction: Direction;
  start: number;
  stop: number;
  anchor?: number;
}

interface PromptAnswer {
  operation: number;
  prompt: Prompt;
  removed: number[];
}

/** What a person does to objects in the editor; every refusal becomes a sentence on the page. */
export class MaskletEdits {
  readonly #session: VideoSession;
  #creating: Promise<Masklet | null> | null = null;

  constructor(session: VideoSession) {
    this.#session = session;
  }

  /** A new object with the label chosen last; null, with a sentence, where that cannot be. */
  addMasklet(): Promise<Masklet | null> {
    this.#creating ??= this.#createMasklet().finally(() => {
      this.#creating = null;
    });
    return this.#creating;
  }

  async addPoint(frame: number, point: [number, number], positive: boolean): Promise<void> {
    this.#session.activity.countClick();
    await this.#addPrompt({ key: createIdempotencyKey(), masklet: null, frame, point, positive });
  }

  async addBox(frame: number, box: [number, number, number, number]): Promise<void> {
    this.#session.activity.countClick();
    await this.#addPrompt({ key: createIdempotencyKey(), masklet: null, frame, box });
  }

  async deletePrompt(prompt: Prompt): Promise<void> {
    await this.#attempt(async () => {
      const answer = await this.#session.edits.send<{ operation: number } | undefined>({
        method: "DELETE",
        path: `/api/prompts/${prompt.id}/`,
      });
      storePrompt(null, [prompt.id]);
      if (answer) this.#await(answer.operation, prompt.masklet, prompt.frame);
    });
  }

  /** The version that the mask on the screen is of, by which the server finds a conflict. */
  baseVersion(masklet: number, frame: number): number {
    const { server } = get();
    const head = server?.masklets.get(masklet)?.head ?? 0;
    const range = findRange(server?.heads.get(masklet), frame);
    const held = this.#session.masks.heldVersion(masklet, frame);
    // A newer mask that is known of but not here yet was not seen.
    return range?.[4] === "present" && held < range[2] ? held : head;
  }

  /** Replaces the mask of a frame by a drawn one. */
  async drawFrame(masklet: number, frame: number, rle: Rle, base: number): Promise<void> {
    await this.#putFrame(masklet, frame, "present", rle, base);
  }

  /** Says that the object is not in a frame, or takes back what is said about it there. */
  async stateFrame(masklet: number, frame: number, state: "absent" | "cleared"): Promise<void> {
    const refusal = whyReadOnly(get().server?.masklets.get(masklet));
    if (refusal) return this.#session.notice(refusal, "danger");
    await this.#putFrame(masklet, frame, state, null, this.baseVersion(masklet, frame));
  }

  async #putFrame(
    masklet: number,
    frame: number,
    state: MaskState,
    rle: Rle | null,
    base: number,
  ): Promise<void> {
    const key = createIdempotencyKey();
    const { masks } = this.#session;
    masks.putWaiting(key, masklet, frame, state, rle);
    await this.#attempt(async () => {
      const { version } = await this.#session.edits.send<{ version: number }>({
        method: "PUT",
        path: `/api/masklets/${masklet}/frames/${frame}/`,
        body: { ...(rle ? { rle } : { state }), base_version: base },
      });
      masks.putFetched(masklet, [{ frame, rle, state, version, origin: "drawn", score: null }]);
    });
    masks.endWaiting(key);
  }

  async relabel(masklet: number, label: number): Promise<void> {
    set({ nextLabel: label });
    await this.#change("PATCH", `/api/masklets/${masklet}/`, { label });
  }

  async deleteMasklet(masklet: number): Promise<void> {
    await this.#attempt(() =>
      this.#session.edits.send({ method: "DELETE", path: `/api/masklets/${masklet}/` }),
    );
  }

  async submit(masklet: number): Promise<boolean> {
    return this.#change("POST", `/api/masklets/${masklet}/submit/`);
  }

  async reopen(masklet: number): Promise<boolean> {
    return this.#change("POST", `/api/masklets/${masklet}/reopen/`);
  }

  async propagate(wish: PropagationWish): Promise<void> {
    await this.#attempt(async () => {
      const propagation = await this.#session.edits.send<Propagation>({
        method: "POST",
        path: `/api/videos/${this.#session.videoId}/propagations/`,
        body: wish,
      });
      this.#storePropagation(propagation);
    });
  }

  async cancelPropagation(id: number): Promise<void> {
    await this.#attempt(async () => {
      const propagation = await this.#session.edits.send<Propagation | undefined>({
        method: "DELETE",
        path: `/api/propagations/${id}/`,
      });
      if (propagation) this.#storePropagation(propagation);
    });
  }

  async #createMasklet(): Promise<Masklet | null> {
    const { nextLabel, labels, project } = get();
    const label = nextLabel ?? labels[0]?.id;
    if (label === undefined) {
      const where = project?.role === "admin" ? "add one in" : "ask an admin to add one in";
      this.#session.notice(`This project has no label yet: ${where} its Labels tab.`, "danger");
      return null;
    }
    try {
      const masklet = await this.#session.edits.send<Masklet>({
        method: "POST",
        path: `/api/videos/${this.#session.videoId}/masklets/`,
        body: { label },
      });
      this.#storeMasklet(masklet);
      set({ selected: masklet.id });
      return masklet;
    } catch (error) {
      this.#session.notice(toSentence(error), "danger");
      return null;
    }
  }

  /** The masklet that a prompt belongs to: the one being made, the selected one, or a new one. */
  async #findTarget(): Promise<number | null> {
    if (this.#creating) return (await this.#creating)?.id ?? null;
    const { selected } = get();
    return selected ?? (await this.addMasklet())?.id ?? null;
  }

  async #addPrompt(pending: PendingPrompt): Promise<void> {
    const { selected, server } = get();
    const known = this.#creating ? null : selected;
    const refusal = whyReadOnly(known === null ? undefined : server?.masklets.get(known));
    if (refusal) return this.#session.notice(refusal, "danger");
    addPending({ ...pending, masklet: known });
    const masklet = await this.#findTarget();
    if (masklet === null) return dropPending(pending.key);
    givePendingMasklet(pending.key, masklet);
    await this.#attempt(async () => {
      const { point, positive, box, frame } = pending;
      const answer = await this.#session.edits.send<PromptAnswer>({
        method: "POST",
        path: `/api/masklets/${masklet}/prompts/`,
        body: point
          ? { frame, kind: "point", points: [point], labels: [positive ? 1 : 0] }
          : { frame, kind: "box", box },
      });
      storePrompt(answer.prompt, answer.removed);
      this.#await(answer.operation, masklet, frame);
    });
    dropPending(pending.key);
  }

  /** Waits for a mask unless its event came before the answer to the request did. */
  #await(operation: number, masklet: number, frame: number): void {
    if (!this.#session.isAnswered(operation)) awaitMask(operation, masklet, frame);
  }

  async #change(method: "POST" | "PATCH", path: string, body?: unknown): Promise<boolean> {
    return this.#attempt(async () => {
      this.#storeMasklet(await this.#session.edits.send<Masklet>({ method, path, body }));
    });
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.#session.notice(toSentence(error), "danger");
      return false;
    }
  }

  #storeMasklet(masklet: Masklet): void {
    set(({ server }) =>
      server
        ? { server: { ...server, masklets: new Map(server.masklets).set(masklet.id, masklet) } }
        : {},
    );
  }

  #storePropagation(propagation: Propagation): void {
    set(({ server }) => {
      const known = server?.propagations.get(propagation.id);
      // Its events may have overtaken this answer.
      if (!server || (known && !isUnfinished(known))) return {};
      const propagations = new Map(server.propagations).set(propagation.id, propagation);
      return { server: { ...server, propagations } };
    });
  }
}
