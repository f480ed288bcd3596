import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { chooseSenderLock } from "./senderLock";

// jsdom has no Web Locks, like a browser on a plain LAN address: these are the leases.
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const running = new AbortController().signal;

it("lets one tab work at a time, and the next one after it", async () => {
  const lock = chooseSenderLock();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    // Longer than a lease: it is renewed meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    seen.push(`${name} ends`);
  };
  const both = Promise.all([lock("edits", work("first"), running), lock("edits", work("second"), running)]);
  await vi.advanceTimersByTimeAsync(70_000);
  await both;
  expect(seen).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

it("takes over from a tab that died with the lease", async () => {
  localStorage.setItem("edits", JSON.stringify({ holder: "dead", until_ms: Date.now() + 8_000 }));
  const work = vi.fn(() => Promise.resolve());
  const done = chooseSenderLock()("edits", work, running);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  await done;
  expect(work).toHaveBeenCalledOnce();
  expect(localStorage.getItem("edits")).toBeNull();
});

it("does not work for a page that is gone", async () => {
  const work = vi.fn(() => Promise.resolve());
  await chooseSenderLock()("edits", work, AbortSignal.abort());
  expect(work).not.toHaveBeenCalled();
});
