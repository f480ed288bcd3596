import { createIdempotencyKey, request } from "./api";
import { ApiProblem, ConnectionLost } from "./problem";

export interface Edit {
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

interface QueuedEdit extends Edit {
  key: string;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

export interface QueueState {
  unsent: number;
  /** The last try failed; it is being tried again. */
  failing: boolean;
}

const firstWait_ms = 500;
const longestWait_ms = 15_000;
/** Answers that mean "not now": the same edit may succeed a moment later. */
const retriedStatuses = new Set([429, 502, 503, 504]);

/**
 * Sends edits one after another in the order in which they were made. An edit that the server may
 * or may not have received is sent again under the same idempotency key, so it counts once.
 */
export class EditQueue {
  #edits: QueuedEdit[] = [];
  #sending = false;
  #wake: (() => void) | null = null;
  #stopped = false;
  readonly #onChange: (state: QueueState) => void;

  constructor(onChange: (state: QueueState) => void) {
    this.#onChange = onChange;
    window.addEventListener("online", this.#retryNow);
  }

  /** Resolves with the server's answer; rejects with ApiProblem when the server refuses. */
  send<T>(edit: Edit): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#edits.push({
        ...edit,
        key: createIdempotencyKey(),
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      this.#report(false);
      void this.#drain();
    });
  }

  get unsent(): number {
    return this.#edits.length;
  }

  stop(): void {
    this.#stopped = true;
    this.#retryNow();
    window.removeEventListener("online", this.#retryNow);
  }

  readonly #retryNow = (): void => this.#wake?.();

  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let wait_ms = firstWait_ms;
    for (let edit = this.#edits[0]; edit && !this.#stopped; edit = this.#edits[0]) {
      try {
        const { method, path, body, key } = edit;
        const answer = await request(method, path, { body, idempotencyKey: key });
        this.#edits.shift();
        edit.resolve(answer);
        wait_ms = firstWait_ms;
      } catch (error) {
        if (mayRetry(error)) {
          this.#report(true);
          await this.#pause(wait_ms);
          wait_ms = Math.min(longestWait_ms, wait_ms * 2);
          continue;
        }
        this.#edits.shift();
        edit.reject(error);
      }
      this.#report(false);
    }
    this.#sending = false;
  }

  #report(failing: boolean): void {
    this.#onChange({ unsent: this.#edits.length, failing });
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

function mayRetry(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  return error instanceof ApiProblem && retriedStatuses.has(error.status);
}
