import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { api } from "./api";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe("a failure of the server", () => {
  it("names the request that was sent, which one gesture keeps over its tries", async () => {
    const sent: (string | null)[] = [];
    server.use(
      http.post("*/api/x/", ({ request: { headers } }) => {
        const id = headers.get("X-Request-Id");
        sent.push(id);
        return HttpResponse.json({ detail: "The server failed.", request_id: id }, { status: 500 });
      }),
    );
    const sentence = "The server failed. Report this: gesture-1";
    await expect(api.post("/api/x/", {}, { idempotencyKey: "gesture-1" })).rejects.toThrow(sentence);
    await expect(api.post("/api/x/", {}, { idempotencyKey: "gesture-1" })).rejects.toThrow(sentence);
    expect(sent).toEqual(["gesture-1", "gesture-1"]);
  });

  it("names the request that a proxy answered for", async () => {
    server.use(
      http.get("*/api/x/", () =>
        new HttpResponse("<html>", { status: 502, headers: { "X-Request-Id": "from-the-proxy" } }),
      ),
    );
    await expect(api.get("/api/x/")).rejects.toThrow("Report this: from-the-proxy");
  });

  it("is told apart from a refusal, whose sentence says all", async () => {
    server.use(
      http.get("*/api/x/", () =>
        HttpResponse.json({ detail: "Choose a name." }, { status: 400, headers: { "X-Request-Id": "r-1234567" } }),
      ),
    );
    await expect(api.get("/api/x/")).rejects.toThrow(/^Choose a name\.$/);
  });
});
