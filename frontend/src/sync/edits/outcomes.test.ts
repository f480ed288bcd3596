import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import type { KeptEdit } from "./keptEdit";
import { sendEdit, type Outcome } from "./outcomes";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const edit: KeptEdit = {
  order: 1,
  key: "k1",
  user: 5,
  video: 3,
  made_ms: 0,
  method: "PUT",
  path: "/api/masklets/7/frames/4/",
  body: { state: "absent" },
};

const problem = (status: number, detail: string, more = {}) => () =>
  HttpResponse.json({ detail, ...more }, { status });
const ok = () => HttpResponse.json({ version: 2 });

/** A server that gives each of `answers` once; what it was asked, and as whom. */
function answerWith(answers: (() => Response)[], user: { id: number } | null = { id: 5 }) {
  const seen: (string | null)[][] = [];
  server.use(
    http.get("*/api/session/", () => HttpResponse.json({ user })),
    http.put(`*${edit.path}`, ({ request: { headers } }) => {
      seen.push([headers.get("Idempotency-Key"), headers.get("Maskloop-User")]);
      return answers.shift()?.() ?? HttpResponse.error();
    }),
  );
  return seen;
}

const refusal = (status: number, detail: string): Outcome => ({ kind: "refused", status, problem: { detail } });

describe("sendEdit", () => {
  it("names its author and sends the stored key", async () => {
    const seen = answerWith([ok, ok]);
    expect(await sendEdit(edit)).toEqual({ kind: "done", answer: { version: 2 } });
    await sendEdit({ ...edit, again: 1 });
    expect(seen).toEqual([
      ["k1", "5"],
      ["k1-1", "5"],
    ]);
  });

  it.each([429, 502, 503, 504])("takes status %i for a lost connection", async (status) => {
    answerWith([problem(status, "Later.")]);
    expect(await sendEdit(edit)).toEqual({ kind: "lost" });
  });

  it("says that the connection was lost", async () => {
    answerWith([() => HttpResponse.error()]);
    expect(await sendEdit(edit)).toEqual({ kind: "lost" });
  });

  it("hands a refusal over with its sentence", async () => {
    answerWith([problem(422, "The frame is outside.")]);
    expect(await sendEdit(edit)).toEqual(refusal(422, "The frame is outside."));
  });

  it("tells a conflict whose loser the server keeps from one that it refused", async () => {
    answerWith([problem(409, "Carol was first.", { side_edit: 8 }), problem(409, "Carol drew.", { side_edit: null })]);
    expect((await sendEdit(edit)).kind).toBe("beside");
    expect((await sendEdit(edit)).kind).toBe("refused");
  });

  it("waits for its author where nobody or somebody else is signed in", async () => {
    answerWith([problem(401, "Sign in.")], null);
    expect(await sendEdit(edit)).toEqual({ kind: "signedOut", other: null });
    answerWith([problem(401, "Sign in.")], { id: 6 });
    expect(await sendEdit(edit)).toEqual({ kind: "signedOut", other: { id: 6 } });
  });

  it("tries once more with a fresh CSRF cookie and takes a second 403 for a refusal", async () => {
    answerWith([problem(403, "CSRF Failed."), ok]);
    expect((await sendEdit(edit)).kind).toBe("done");
    answerWith([problem(403, "Reviewers do not draw."), problem(403, "Reviewers do not draw.")]);
    expect(await sendEdit(edit)).toEqual(refusal(403, "Reviewers do not draw."));
  });
});
