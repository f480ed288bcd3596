/** Runs `work` while no other tab does so under the same name; waits for its turn. */
export type SenderLock = (name: string, work: () => Promise<void>, signal: AbortSignal) => Promise<void>;

interface Lease {
  holder: string;
  until_ms: number;
}

const leaseFor_ms = 8_000;
const renewEvery_ms = 2_000;
const askEvery_ms = 1_000;

/**
 * Browsers offer Web Locks on https and localhost only. On a plain LAN address tabs agree by a lease
 * in localStorage instead; where two hold it for a moment all the same, the keys of the edits make
 * what is sent twice count once.
 */
export function chooseSenderLock(): SenderLock {
  return "locks" in navigator ? lockForTab : leaseForTab;
}

const lockForTab: SenderLock = async (name, work, signal) => {
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const leaseForTab: SenderLock = async (name, work, signal) => {
  const holder = `${Date.now()}.${Math.random()}`;
  while (!signal.aborted) {
    if (takeLease(name, holder)) break;
    await sleep(askEvery_ms);
  }
  if (signal.aborted) return;
  const timer = setInterval(() => takeLease(name, holder), renewEvery_ms);
  try {
    await work();
  } finally {
    clearInterval(timer);
    if (readLease(name)?.holder === holder) localStorage.removeItem(name);
  }
};

function takeLease(name: string, holder: string): boolean {
  const lease = readLease(name);
  if (lease && lease.holder !== holder && lease.until_ms > Date.now()) return false;
  localStorage.setItem(name, JSON.stringify({ holder, until_ms: Date.now() + leaseFor_ms }));
  return readLease(name)?.holder === holder;
}

function readLease(name: string): Lease | null {
  const text = localStorage.getItem(name);
  return text ? (JSON.parse(text) as Lease) : null;
}

function sleep(wait_ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, wait_ms));
}
