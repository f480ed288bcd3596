import "fake-indexeddb/auto";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";

import { EditQueue, type QueueState } from "./editQueue";
import { MemoryStore, openEditStore } from "./editStore";
import type { Edit, KeptEdit } from "./keptEdit";
import { SentElsewhere, type Outcome } from "./outcomes";
import type { SenderLock } from "./senderLock";

const video = 3;
const queues: EditQueue[] = [];
let lastStore = 0;

/** Web Locks, which jsdom has not: one holder of a name at a time, the others in a line. */
function makeLocks(): SenderLock {
  const ends = new Map<string, Promise<void>>();
  return async (name, work, signal) => {
    const before = ends.get(name);
    let end = (): void => undefined;
    ends.set(name, new Promise((resolve) => (end = resolve)));
    await before;
    if (!signal.aborted) await work();
    end();
  };
}

/** A browser: tabs of one person share its store and its locks. */
function makeBrowser(send: (edit: KeptEdit) => Promise<Outcome>) {
  const name = `edits-${(lastStore += 1)}`;
  const lock = makeLocks();
  return {
    openTab(user = 1): EditQueue {
      const queue = new EditQueue({ user, store: openEditStore(name), send, lock, firstWait_ms: 1 });
      queues.push(queue);
      return queue;
    },
  };
}

afterEach(() => {
  for (const queue of queues.splice(0)) queue.stop();
});

function edit(n: number, more: Partial<Edit> = {}): Edit {
  return { method: "POST", path: "/api/masklets/7/prompts/", body: { n }, ...more };
}

function done(answer: unknown = {}): Outcome {
  return { kind: "done", answer };
}

function refused(detail: string, kind: "refused" | "beside" = "refused"): Outcome {
  return { kind, status: 409, problem: { detail } };
}

/** Until the queue says so. */
function until(queue: EditQueue, isSo: (state: QueueState) => boolean): Promise<QueueState> {
  return new Promise((resolve) => {
    queue.subscribe((state) => {
      if (isSo(state)) resolve(state);
    });
  });
}

function numberOf({ body }: KeptEdit): number {
  return (body as { n: number }).n;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("EditQueue", () => {
  it("sends every edit exactly once and in order through losses, reloads and tabs", async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant("make" as const), tab: fc.nat(1) }) },
      fc.record({ do: fc.constant("reload" as const), tab: fc.nat(1) }),
      fc.record({ do: fc.constant("pause" as const), tab: fc.constant(0) }),
    );
    const fate = fc.constantFrom("done", "request lost", "answer lost", "slow");
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(fate, { maxLength: 25 }),
        async (steps, fates) => {
          const applied = new Map<string, number>();
          let inFlight = 0;
          const browser = makeBrowser(async (sent) => {
            inFlight += 1;
            expect(inFlight).toBe(1);
            const next = fates.shift() ?? "done";
            if (next === "slow") await pause();
            if (next !== "request lost" && !applied.has(sent.key)) applied.set(sent.key, numberOf(sent));
            await Promise.resolve();
            inFlight -= 1;
            return next === "done" || next === "slow" ? done() : { kind: "lost" };
          });
          const tabs = [browser.openTab(), browser.openTab()];
          const made: number[][] = [[], []];
          let last = 0;
          for (const { do: what, tab } of steps) {
            const queue = tabs[tab];
            if (what === "make") {
              made[tab]?.push((last += 1));
              queue?.send(edit(last), video).catch(() => undefined);
            } else if (what === "reload") {
              await until(queue as EditQueue, ({ edits }) => edits.every(({ order }) => order < Infinity));
              queue?.stop();
              tabs[tab] = browser.openTab();
            } else {
              await pause();
            }
          }
          await Promise.all(tabs.map(({ ready }) => ready));
          await Promise.all(tabs.map((queue) => until(queue, ({ edits }) => edits.length === 0)));
          const order = [...applied.values()];
          expect([...order].sort((a, b) => a - b)).toEqual(made.flat().sort((a, b) => a - b));
          for (const own of made) expect(order.filter((n) => own.includes(n))).toEqual(own);
          for (const queue of tabs) queue.stop();
        },
      ),
      { numRuns: 60 },
    );
  });

  it("sends the same key again and says meanwhile that the connection is lost", async () => {
    const keys: string[] = [];
    const outcomes: Outcome[] = [{ kind: "lost" }, { kind: "lost" }, done({ operation: 5 })];
    const tab = makeBrowser((sent) => {
      keys.push(sent.key);
      return Promise.resolve(outcomes.shift() ?? done());
    }).openTab();
    const lost = until(tab, ({ halted }) => halted === "lost");
    const answer = tab.send(edit(1), video);
    expect((await lost).edits.map(numberOf)).toEqual([1]);
    expect(await answer).toEqual({ operation: 5 });
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(3);
    expect((await until(tab, ({ edits }) => edits.length === 0)).halted).toBeNull();
  });

  it("keeps a refused edit with its reason over a reload until it is dismissed", async () => {
    const browser = makeBrowser((sent) =>
      Promise.resolve(numberOf(sent) === 1 ? refused("Object 2 is approved.") : done({ n: 2 })),
    );
    const first = browser.openTab();
    const answer = first.send(edit(1), video);
    const next = first.send(edit(2), video);
    await expect(answer).rejects.toThrow("Object 2 is approved.");
    expect(await next).toEqual({ n: 2 });
    first.stop();

    const second = browser.openTab();
    const { edits } = await until(second, (state) => state.edits.length === 1);
    expect(edits.map((kept) => [numberOf(kept), kept.refusal])).toEqual([[1, "Object 2 is approved."]]);
    await second.dismiss(edits[0] as KeptEdit);
    expect(second.state.edits).toEqual([]);
  });

  it("sends a refused edit again as another request when a person wants it", async () => {
    const tries: (number | undefined)[] = [];
    const tab = makeBrowser((sent) => {
      tries.push(sent.again);
      return Promise.resolve(tries.length === 1 ? refused("Not now.") : done());
    }).openTab();
    await expect(tab.send(edit(1), video)).rejects.toThrow("Not now.");
    const { edits } = await until(tab, (state) => state.edits[0]?.refusal !== undefined);
    await tab.sendAgain(edits[0] as KeptEdit);
    await until(tab, (state) => state.edits.length === 0);
    expect(tries).toEqual([undefined, 1]);
  });

  it("leaves a refused command to its caller and a lost conflict to the server", async () => {
    const outcomes = [refused("Nothing to track."), refused("Carol was first.", "beside")];
    const tab = makeBrowser(() => Promise.resolve(outcomes.shift() ?? done())).openTab();
    await expect(tab.send(edit(1, { refused: "tell" }), video)).rejects.toThrow("Nothing to track.");
    await expect(tab.send(edit(2), video)).rejects.toThrow("Carol was first.");
    expect((await until(tab, ({ edits }) => edits.length === 0)).edits).toEqual([]);
  });

  it("puts the id of a new object into what was done to it before it had one", async () => {
    const paths: string[] = [];
    let isUp = false;
    const browser = makeBrowser((sent) => {
      if (!isUp) return Promise.resolve<Outcome>({ kind: "lost" });
      paths.push(sent.path);
      return Promise.resolve(done({ id: 12 }));
    });
    const before = browser.openTab();
    void before.send(edit(1, { path: "/api/videos/3/masklets/" }), video, "making");
    void before.send(edit(2, { path: "/api/masklets/{made}/prompts/", needs: "making" }), video);
    await until(before, ({ edits, halted }) => halted === "lost" && edits.length === 2);
    before.stop();
    isUp = true;
    await until(browser.openTab(), ({ edits }) => edits.length === 0 && paths.length > 0);
    expect(paths).toEqual(["/api/videos/3/masklets/", "/api/masklets/12/prompts/"]);
  });

  it("refuses what was done to an object that could not be made", async () => {
    const tab = makeBrowser(() => Promise.resolve(refused("This label is gone."))).openTab();
    const making = tab.send(edit(1), video, "making");
    const prompt = tab.send(edit(2, { needs: "making" }), video);
    await expect(making).rejects.toThrow("This label is gone.");
    await expect(prompt).rejects.toThrow("The object that this belongs to was not made.");
  });

  it("never sends the edits of another person", async () => {
    const senders: number[] = [];
    let isUp = false;
    const browser = makeBrowser((sent) => {
      if (!isUp) return Promise.resolve<Outcome>({ kind: "signedOut", other: null });
      senders.push(sent.user);
      return Promise.resolve(done());
    });
    const alice = browser.openTab(1);
    void alice.send(edit(1), video);
    await until(alice, ({ halted }) => halted === "signedOut");
    alice.stop();
    isUp = true;
    const bob = browser.openTab(2);
    await bob.send(edit(2), video);
    expect(senders).toEqual([2]);
    await until(browser.openTab(1), ({ edits }) => edits.length === 0 && senders.length === 2);
    expect(senders).toEqual([2, 1]);
  });

  it("tells the tab that made an edit what another tab was answered", async () => {
    const sends: ((outcome: Outcome) => void)[] = [];
    const browser = makeBrowser(() => new Promise((resolve) => sends.push(resolve)));
    const first = browser.openTab();
    void first.send(edit(1), video);
    await expect.poll(() => sends.length).toBe(1);
    const answer = browser.openTab().send(edit(2), video);
    await until(first, ({ edits }) => edits.length === 2);
    sends[0]?.(done());
    await expect.poll(() => sends.length).toBe(2);
    sends[1]?.(done({ operation: 9 }));
    expect(await answer).toEqual({ operation: 9 });
  });

  it("sends what a closed tab left behind from a tab that stays open", async () => {
    let isUp = false;
    const browser = makeBrowser(() => Promise.resolve<Outcome>(isUp ? done() : { kind: "lost" }));
    const [closed, open] = [browser.openTab(), browser.openTab()];
    await Promise.all([closed.ready, open.ready]);
    void closed.send(edit(1), video);
    await until(open, ({ edits, halted }) => edits.length === 1 && halted === "lost");
    closed.stop();
    isUp = true;
    await until(open, ({ edits }) => edits.length === 0);
    expect(open.state.edits).toEqual([]);
  });

  it("says so where the browser keeps nothing", async () => {
    const store = Promise.resolve(new MemoryStore());
    const queue = new EditQueue({ user: 1, store, send: () => Promise.resolve(done({ n: 1 })), lock: makeLocks() });
    queues.push(queue);
    expect((await until(queue, ({ isLasting }) => !isLasting)).isLasting).toBe(false);
    expect(await queue.send(edit(1), video)).toEqual({ n: 1 });
  });

  it("sends what a full browser could not keep, and says that it does not last", async () => {
    const sent: number[] = [];
    const send = (one: KeptEdit) => {
      sent.push(numberOf(one));
      return Promise.resolve(done());
    };
    vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
      throw new DOMException("The disk is full.", "QuotaExceededError");
    });
    const tab = makeBrowser(send).openTab();
    await Promise.all([tab.send(edit(1), video), tab.send(edit(2), video)]);
    expect(sent).toEqual([1, 2]);
    expect((await until(tab, ({ edits }) => edits.length === 0)).isLasting).toBe(false);
  });

  it("gives up waiting for an answer that a tab took with it", async () => {
    const browser = makeBrowser(() => new Promise(() => undefined));
    const first = browser.openTab();
    const second = browser.openTab();
    void first.send(edit(1), video);
    await until(first, ({ edits }) => edits.some(({ order }) => order < Infinity));
    const answer = second.send(edit(2), video);
    const { edits } = await until(second, (state) => state.edits.filter(({ order }) => order < Infinity).length === 2);
    const store = await openEditStore(`edits-${lastStore}`);
    await store.remove(edits[1] as KeptEdit);
    await second.dismiss(edits[0] as KeptEdit);
    await expect(answer).rejects.toThrow(SentElsewhere);
    store.close();
  });
});
