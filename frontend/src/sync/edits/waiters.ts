import { readOutcome, type Outcome } from "./outcomes";

interface Waiter {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/** Those on this page who wait to hear what came of an edit, by its key. */
export class Waiters {
  readonly #waiters = new Map<string, Waiter>();

  wait<T>(key: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiters.set(key, { resolve: resolve as (answer: unknown) => void, reject });
    });
  }

  has(key: string): boolean {
    return this.#waiters.has(key);
  }

  settle(key: string, outcome: Outcome): void {
    const waiter = this.#waiters.get(key);
    if (!waiter) return;
    this.#waiters.delete(key);
    const { error, answer } = readOutcome(outcome);
    if (error) waiter.reject(error);
    else waiter.resolve(answer);
  }

  /** Those whose edits wait no more: another tab sent them and may have ended before it could say how. */
  settleLater(waiting: ReadonlySet<string>, within_ms: number): void {
    for (const key of [...this.#waiters.keys()].filter((known) => !waiting.has(known))) {
      setTimeout(() => this.settle(key, { kind: "elsewhere" }), within_ms);
    }
  }
}
