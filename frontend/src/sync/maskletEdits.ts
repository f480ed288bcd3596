import type { IsNews } from "./answerOrder";
import { createIdempotencyKey } from "./api";
import type { Edit } from "./edits/keptEdit";
import { SentElsewhere } from "./edits/outcomes";
import { toSentence, type VideoSession } from "./videoSession";

import type {
  Attribute,
  AttributeValue,
  Direction,
  Label,
  Masklet,
  MaskState,
  Prompt,
  Propagation,
  Rle,
} from "@/protocol/types";
import { whyClosed } from "@/state/closed";
import { awaitMask, storePrompt } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { whyReadOnly } from "@/state/videoState";


const set = useEditorStore.setState;
const get = useEditorStore.getState;

export interface PropagationWish {
  masklets: number[];
  direction: Direction;
  start: number;
  stop: number;
  anchor?: number;
}

interface NewPrompt {
  frame: number;
  kind: "point" | "box";
  points?: [number, number][];
  labels?: number[];
  box?: [number, number, number, number];
}

interface PromptAnswer {
  operation: number;
  prompt: Prompt;
  removed: number[];
}

/** The object that a prompt is for: a known one, or the one that an unsent edit makes. */
type Target = { masklet: number } | { needs: string };

/** What a person does to objects in the editor; every refusal becomes a sentence on the page. */
export class MaskletEdits {
  readonly #session: VideoSession;

  constructor(session: VideoSession) {
    this.#session = session;
  }

  /** A new object with the label chosen last, unless the last new one has had no prompt yet. */
  addMasklet(): void {
    const closed = whyClosed(get());
    if (closed) return this.#session.notice(closed, "danger");
    const unsent = this.#session.edits.listUnsent();
    const making = this.#findMaking();
    if (making && !unsent.some(({ needs }) => needs === making)) return;
    this.#makeMasklet();
  }

  async addPoint(frame: number, point: [number, number], positive: boolean): Promise<void> {
    this.#session.activity.countClick();
    await this.#addPrompt({ frame, kind: "point", points: [point], labels: [positive ? 1 : 0] });
  }

  async addBox(frame: number, box: [number, number, number, number]): Promise<void> {
    this.#session.activity.countClick();
    await this.#addPrompt({ frame, kind: "box", box });
  }

  async deletePrompt(prompt: Prompt): Promise<void> {
    const isNews = this.#session.answers.begin();
    await this.#attempt(async () => {
      const answer = await this.#session.edits.send<{ operation: number } | undefined>({
        method: "DELETE",
        path: `/api/prompts/${prompt.id}/`,
        what: `Deletion of a prompt on frame ${prompt.frame}`,
      });
      if (isNews("prompt", prompt.id)) storePrompt(null, [prompt.id]);
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
    const said = rle ? "Mask" : state === "absent" ? "“Not there”" : "“Cleared”";
    await this.#attempt(async () => {
      const { version } = await this.#session.edits.send<{ version: number }>({
        method: "PUT",
        path: `/api/masklets/${masklet}/frames/${frame}/`,
        body: { ...(rle ? { rle } : { state }), base_version: base },
        what: `${said} of ${nameObject(masklet)} on frame ${frame}`,
      });
      const drawn = { frame, rle, state, version, origin: "drawn" as const, score: null };
      this.#session.masks.putFetched(masklet, [drawn]);
    });
  }

  async relabel(masklet: number, label: number): Promise<void> {
    set({ nextLabel: label });
    const what = `Label of ${nameObject(masklet)}`;
    await this.#change({ method: "PATCH", path: `/api/masklets/${masklet}/`, body: { label }, what });
  }

  /** Says what an object is like; null takes a value away. */
  async setAttribute(masklet: number, attribute: Attribute, value: AttributeValue | null): Promise<void> {
    const refusal = whyReadOnly(get().server?.masklets.get(masklet));
    if (refusal) return this.#session.notice(refusal, "danger");
    this.#session.activity.countClick();
    await this.#change({
      method: "PATCH",
      path: `/api/masklets/${masklet}/`,
      body: { attributes: { [attribute.id]: value } },
      what: `“${attribute.name}” of ${nameObject(masklet)}`,
    });
  }

  /** The label for the selected object, where it may be changed, and for the next one. */
  async chooseLabel({ id, name }: Label): Promise<void> {
    const { selected, server } = get();
    const masklet = selected === null ? undefined : server?.masklets.get(selected);
    const refusal = whyReadOnly(masklet);
    if (masklet && !refusal) {
      if (masklet.label === id) return set({ nextLabel: id });
      this.#session.notice(`Object ${masklet.number} is “${name}” now.`, "plain");
      return this.relabel(masklet.id, id);
    }
    set({ nextLabel: id });
    this.#session.notice(`The next object is “${name}”.`, "plain");
  }

  async deleteMasklet(masklet: number): Promise<void> {
    const what = `Deletion of ${nameObject(masklet)}`;
    await this.#attempt(() =>
      this.#session.edits.send({ method: "DELETE", path: `/api/masklets/${masklet}/`, what }),
    );
  }

  async submit(masklet: number): Promise<boolean> {
    const what = `Submission of ${nameObject(masklet)}`;
    const path = `/api/masklets/${masklet}/submit/`;
    return this.#change({ method: "POST", path, what, refused: "tell" });
  }

  async reopen(masklet: number): Promise<boolean> {
    const what = `Withdrawal of ${nameObject(masklet)}`;
    const path = `/api/masklets/${masklet}/reopen/`;
    return this.#change({ method: "POST", path, what, refused: "tell" });
  }

  async propagate(wish: PropagationWish): Promise<void> {
    const isNews = this.#session.answers.begin();
    await this.#attempt(async () => {
      const propagation = await this.#session.edits.send<Propagation>({
        method: "POST",
        path: `/api/videos/${this.#session.videoId}/propagations/`,
        body: wish,
        what: "Start of a propagation",
        refused: "tell",
      });
      this.#storePropagation(propagation, isNews);
    });
  }

  async cancelPropagation(id: number): Promise<void> {
    const isNews = this.#session.answers.begin();
    await this.#attempt(async () => {
      const propagation = await this.#session.edits.send<Propagation | undefined>({
        method: "DELETE",
        path: `/api/propagations/${id}/`,
        what: "Cancelling of a propagation",
        refused: "tell",
      });
      if (propagation) this.#storePropagation(propagation, isNews);
    });
  }

  /** The key of the newest unsent edit that makes an object. */
  #findMaking(): string | undefined {
    const path = this.#collection;
    return this.#session.edits.listUnsent().findLast((edit) => edit.path === path)?.key;
  }

  get #collection(): string {
    return `/api/videos/${this.#session.videoId}/masklets/`;
  }

  /** The key of the edit that makes an object; null, with a sentence, where that cannot be. */
  #makeMasklet(): string | null {
    const { nextLabel, labels, project } = get();
    const label = nextLabel ?? labels.find(({ deleted }) => !deleted)?.id;
    if (label === undefined) {
      const where = project?.role === "admin" ? "add one in" : "ask an admin to add one in";
      this.#session.notice(`This project has no label yet: ${where} its Labels tab.`, "danger");
      return null;
    }
    // What comes next is for the new object, unless the person selects another one first.
    set({ selected: null });
    const key = createIdempotencyKey();
    const edit = { method: "POST", path: this.#collection, body: { label }, what: "New object" } as const;
    const isNews = this.#session.answers.begin();
    void this.#attempt(async () => {
      const masklet = await this.#session.edits.send<Masklet>(edit, key);
      this.#storeMasklet(masklet, isNews);
      const { selected, server } = get();
      if (selected === null && server?.masklets.has(masklet.id)) set({ selected: masklet.id });
    });
    return key;
  }

  /** The selected object, or the one being made, or a new one. */
  #findTarget(): Target | null {
    const { selected } = get();
    if (selected !== null) return { masklet: selected };
    const needs = this.#findMaking() ?? this.#makeMasklet();
    return needs === null ? null : { needs };
  }

  async #addPrompt(prompt: NewPrompt): Promise<void> {
    const { selected, server } = get();
    const refusal = whyReadOnly(selected === null ? undefined : server?.masklets.get(selected));
    if (refusal) return this.#session.notice(refusal, "danger");
    const target = this.#findTarget();
    if (!target) return;
    const { frame, kind } = prompt;
    const known = "masklet" in target ? target.masklet : null;
    const body = known === null ? prompt : { ...prompt, base_version: this.baseVersion(known, frame) };
    const noun = kind === "box" ? "Box" : "Point";
    const isNews = this.#session.answers.begin();
    await this.#attempt(async () => {
      const answer = await this.#session.edits.send<PromptAnswer>({
        method: "POST",
        path: `/api/masklets/${known ?? "{made}"}/prompts/`,
        body,
        ...("needs" in target ? target : {}),
        what: `${noun} for ${known === null ? "a new object" : nameObject(known)} on frame ${frame}`,
      });
      const removed = answer.removed.filter((id) => isNews("prompt", id));
      storePrompt(isNews("prompt", answer.prompt.id) ? answer.prompt : null, removed);
      this.#await(answer.operation, answer.prompt.masklet, frame);
    });
  }

  /** Waits for a mask unless its event came before the answer to the request did. */
  #await(operation: number, masklet: number, frame: number): void {
    if (!this.#session.isAnswered(operation)) awaitMask(operation, masklet, frame);
  }

  async #change(edit: Edit): Promise<boolean> {
    const isNews = this.#session.answers.begin();
    return this.#attempt(async () => {
      this.#storeMasklet(await this.#session.edits.send<Masklet>(edit), isNews);
    });
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      // Its effect comes by events.
      if (!(error instanceof SentElsewhere)) this.#session.notice(toSentence(error), "danger");
      return false;
    }
  }

  #storeMasklet(masklet: Masklet, isNews: IsNews): void {
    if (!isNews("masklet", masklet.id)) return;
    set(({ server }) =>
      server
        ? { server: { ...server, masklets: new Map(server.masklets).set(masklet.id, masklet) } }
        : {},
    );
  }

  #storePropagation(propagation: Propagation, isNews: IsNews): void {
    if (!isNews("propagation", propagation.id)) return;
    set(({ server }) => {
      if (!server) return {};
      const propagations = new Map(server.propagations).set(propagation.id, propagation);
      return { server: { ...server, propagations } };
    });
  }
}

function nameObject(masklet: number): string {
  return `object ${get().server?.masklets.get(masklet)?.number ?? "?"}`;
}
