import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { EditQueue, type QueueState } from "./editQueue";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const path = "/api/masklets/7/prompts/";

/** A server that gives each of `answers` once, in order, and writes down what it was sent. */
function answerWith(answers: (() => Response)[]) {
  const seen: { key: string | null; body: unknown }[] = [];
  server.use(
    http.post(`*${path}`, async ({ request }) => {
      seen.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
      return answers.shift()?.() ?? HttpResponse.error();
    }),
  );
  return seen;
}

const ok = (answer: object) => () => HttpResponse.json(answer);
const lost = () => HttpResponse.error();
const problem = (status: number, detail: string) => () => HttpResponse.json({ detail }, { status });

function makeQueue() {
  const states: QueueState[] = [];
  const queue = new EditQueue((state) => states.push(state));
  return { queue, states };
}

describe("EditQueue", () => {
  it("sends an edit again under the same key when the answer was lost", async () => {
    const seen = answerWith([lost, problem(503, "busy"), ok({ operation: 5 })]);
    const { queue, states } = makeQueue();
    const answer = queue.send({ method: "POST", path, body: { frame: 1 } });
    expect(await answer).toEqual({ operation: 5 });
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
    expect(states).toContainEqual({ unsent: 1, failing: true });
    expect(states.at(-1)).toEqual({ unsent: 0, failing: false });
    queue.stop();
  });

  it("keeps the order and gives each edit a key of its own", async () => {
    const seen = answerWith([lost, ok({ n: 1 }), ok({ n: 2 })]);
    const { queue } = makeQueue();
    const first = queue.send({ method: "POST", path, body: "first" });
    const second = queue.send({ method: "POST", path, body: "second" });
    expect([await first, await second]).toEqual([{ n: 1 }, { n: 2 }]);
    expect(seen.map(({ body }) => body)).toEqual(["first", "first", "second"]);
    expect(seen[1]?.key).not.toBe(seen[2]?.key);
    queue.stop();
  });

  it("hands a refusal over as its sentence and goes on with the next edit", async () => {
    answerWith([problem(409, "Withdraw it to edit it again."), ok({ n: 2 })]);
    const { queue } = makeQueue();
    const refused = queue.send({ method: "POST", path, body: 1 });
    const next = queue.send({ method: "POST", path, body: 2 });
    await expect(refused).rejects.toThrow("Withdraw it to edit it again.");
    expect(await next).toEqual({ n: 2 });
    queue.stop();
  });
});
