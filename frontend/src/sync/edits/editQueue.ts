import { createIdempotencyKey } from "../api";

import type { EditStore } from "./editStore";
import { fillIn, renew, type Edit, type KeptEdit } from "./keptEdit";
import { readOutcome, type Outcome } from "./outcomes";
import type { SenderLock } from "./senderLock";
import { TabChannel, type Halt } from "./tabChannel";
import { Waiters } from "./waiters";

export interface QueueState {
  /** Everything that the server has not confirmed, refused edits among it, oldest first. */
  edits: readonly KeptEdit[];
  /** Why nothing is sent at the moment. */
  halted: Halt | null;
  /** False where the browser keeps nothing, so that edits last as long as the page. */
  isLasting: boolean;
}

export interface EditQueueOptions {
  user: number;
  store: Promise<EditStore>;
  /** Sends one edit as `user` and says what came of it; never rejects. */
  send: (edit: KeptEdit) => Promise<Outcome>;
  lock: SenderLock;
  firstWait_ms?: number;
}

const longestWait_ms = 5_000;
const answerOfTabWithin_ms = 1_000;

/**
 * One person's edits on their way to the server: written down in the browser before they are sent,
 * sent one after another in the order in which they were made, and kept until the server has
 * answered. An answer that was lost is asked for again under the same idempotency key, after a
 * reload and from another tab as well, so each edit counts exactly once.
 */
export class EditQueue {
  readonly user: number;
  /** Resolves once the edits that an earlier page left behind are known. */
  readonly ready: Promise<void>;
  readonly #options: EditQueueOptions;
  readonly #store: Promise<EditStore>;
  readonly #waiters = new Waiters();
  readonly #listeners = new Set<(state: QueueState) => void>();
  readonly #made = new Map<string, number>();
  readonly #channel: TabChannel;
  readonly #stopping = new AbortController();
  /** Adds that have not reached the store: they count as unsent from the first moment on. */
  #adding: KeptEdit[] = [];
  #edits: KeptEdit[] = [];
  #halted: QueueState["halted"] = null;
  #opened: EditStore | null = null;
  #draining = false;
  #wake: (() => void) | null = null;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EditQueueOptions) {
    this.#options = options;
    this.user = options.user;
    this.#store = options.store;
    this.#channel = new TabChannel(`maskloop-edits-${options.user}`, {
      onChanged: () => this.#refreshSoon(),
      onHalted: (reason) => this.#halt(reason),
      onOutcome: (key, outcome) => {
        this.#halted = null;
        this.#rememberMade(key, outcome);
        this.#waiters.settle(key, outcome);
      },
    });
    window.addEventListener("online", this.retryNow);
    // A laptop that was opened again; a tab that was turned to.
    document.addEventListener("visibilitychange", this.#retryInSight);
    this.ready = this.#start();
  }

  /**
   * Resolves with the server's answer. Rejects with ApiProblem when the server refuses, and with
   * SentElsewhere when another tab had the answer and is gone.
   */
  send<T>(edit: Edit, video: number, key = createIdempotencyKey()): Promise<T> {
    const answer = this.#waiters.wait<T>(key);
    void this.#keep({ ...edit, key, user: this.user, video, made_ms: Date.now() });
    return answer;
  }

  subscribe(listener: (state: QueueState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  get state(): QueueState {
    const edits = [...this.#edits, ...this.#adding];
    return { edits, halted: this.#halted, isLasting: this.#opened?.isLasting ?? true };
  }

  /** Forgets a refused edit. */
  async dismiss(edit: KeptEdit): Promise<void> {
    await (await this.#store).remove(edit);
    await this.#refresh();
    this.#channel.tellChanged();
  }

  /** Sends a refused edit again, after all others. */
  async sendAgain(edit: KeptEdit): Promise<void> {
    await (await this.#store).add(renew(edit));
    await this.dismiss(edit);
    await this.#drain();
  }

  readonly retryNow = (): void => {
    this.#wake?.();
  };

  readonly #retryInSight = (): void => {
    if (document.visibilityState === "visible") this.retryNow();
  };

  stop(): void {
    this.#stopping.abort();
    this.retryNow();
    clearTimeout(this.#refreshTimer);
    this.#channel.close();
    this.#listeners.clear();
    window.removeEventListener("online", this.retryNow);
    document.removeEventListener("visibilitychange", this.#retryInSight);
  }

  async #start(): Promise<void> {
    this.#opened = await this.#store;
    await this.#refresh();
    void this.#drain();
  }

  async #keep(edit: Omit<KeptEdit, "order">): Promise<void> {
    const early = { ...edit, order: Infinity };
    this.#adding.push(early);
    this.#report();
    const kept = await (await this.#store).add(edit);
    this.#adding = this.#adding.filter((other) => other !== early);
    if (!this.#edits.some(({ order }) => order === kept.order)) this.#edits.push(kept);
    this.#report();
    this.#channel.tellChanged();
    await this.#drain();
  }

  /** Once for many changes; then this tab stands by to send what the other may leave behind. */
  #refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      void this.#refresh().then(() => this.#drain());
    }, 50);
  }

  /** Reads what the store holds: other tabs write there as well. */
  async #refresh(): Promise<void> {
    const store = await this.#store;
    this.#edits = await store.list(this.user);
    this.#report();
    this.#waiters.settleLater(new Set(this.state.edits.map(({ key }) => key)), answerOfTabWithin_ms);
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Sends what waits. One tab at a time does: the others wait for the lock and find nothing left. */
  async #drain(): Promise<void> {
    if (this.#draining || this.#isStopped || !this.#next()) return;
    this.#draining = true;
    const name = `maskloop-sender-${this.user}`;
    try {
      await this.#options.lock(name, () => this.#sendAll(), this.#stopping.signal);
    } finally {
      this.#draining = false;
    }
    await this.#drain();
  }

  async #sendAll(): Promise<void> {
    await this.#refresh();
    let wait_ms = this.#options.firstWait_ms ?? 500;
    for (let edit = this.#next(); edit && !this.#isStopped; edit = this.#next()) {
      const outcome = await this.#sendOne(edit);
      if (this.#isStopped) return;
      if (outcome.kind === "lost" || outcome.kind === "signedOut") {
        this.#halt(outcome.kind);
        this.#channel.tellHalted(outcome.kind);
        await this.#pause(wait_ms);
        wait_ms = Math.min(longestWait_ms, wait_ms * 2);
        continue;
      }
      wait_ms = this.#options.firstWait_ms ?? 500;
      this.#halted = null;
      await this.#conclude(edit, outcome);
    }
  }

  #next(): KeptEdit | undefined {
    return this.#edits.find(({ refusal }) => refusal === undefined);
  }

  #sendOne(edit: KeptEdit): Promise<Outcome> {
    const made = edit.needs === undefined ? undefined : this.#made.get(edit.needs);
    const ready = made === undefined ? edit : fillIn(edit, made);
    if (ready.needs === undefined) return this.#options.send(ready);
    // What it needs was made earlier or not at all.
    const detail = "The object that this belongs to was not made.";
    return Promise.resolve({ kind: "refused", status: 409, problem: { detail } });
  }

  /** Writes down what came of an edit, then tells whoever waits for it, in all tabs. */
  async #conclude(edit: KeptEdit, outcome: Outcome): Promise<void> {
    const store = await this.#store;
    const made = this.#rememberMade(edit.key, outcome);
    const refused = outcome.kind === "refused" && !this.#isToldOnly(edit) ? outcome : null;
    const kept = refused && { ...edit, refusal: readOutcome(refused).error?.message ?? "" };
    if (kept) await store.put(kept);
    else await store.remove(edit, made);
    this.#waiters.settle(edit.key, outcome);
    this.#channel.tellOutcome(edit.key, outcome);
    // After whoever waited has put the answer where the edit was shown, so that nothing flickers.
    await new Promise((resolve) => setTimeout(resolve));
    this.#edits = this.#edits.flatMap((other) => {
      if (other.order === edit.order) return kept ? [kept] : [];
      return [made !== undefined && other.needs === edit.key ? fillIn(other, made) : other];
    });
    this.#report();
    this.#channel.tellChanged();
  }

  #rememberMade(key: string, outcome: Outcome): number | undefined {
    const made = outcome.kind === "done" ? readMadeId(outcome.answer) : undefined;
    if (made !== undefined) this.#made.set(key, made);
    return made;
  }

  /** A command whose caller is there to say why it was refused. */
  #isToldOnly(edit: KeptEdit): boolean {
    return edit.refused === "tell" && this.#waiters.has(edit.key);
  }

  #halt(reason: Halt): void {
    this.#halted = reason;
    this.#report();
  }

  #report(): void {
    for (const listener of this.#listeners) listener(this.state);
  }

  #pause(wait_ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait_ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function readMadeId(answer: unknown): number | undefined {
  const id = (answer as { id?: unknown } | null | undefined)?.id;
  return typeof id === "number" ? id : undefined;
}
