import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { SignInPage } from "./SignInPage";

import { renderInApp } from "@/app/renderInApp";

const server = setupServer(http.get("*/api/session/", () => HttpResponse.json({ user: null })));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
});
afterAll(() => server.close());

async function signIn() {
  const person = userEvent.setup();
  renderInApp(<SignInPage />, "/sign-in");
  await person.type(screen.getByTestId("sign-in-username"), "alice");
  await person.type(screen.getByTestId("sign-in-password"), "not-hers");
  await person.click(screen.getByTestId("sign-in-submit"));
  return (await screen.findByTestId("sign-in-error")).textContent;
}

function refuse(status: number, detail: string | undefined) {
  server.use(
    http.post("*/api/session/", () =>
      HttpResponse.json({ status, detail }, { status, headers: { "Content-Type": "application/problem+json" } }),
    ),
  );
}

test("test_sign_in_with_a_wrong_password_shows_the_server's_sentence", async () => {
  refuse(400, "The username or the password is wrong.");
  expect(await signIn()).toBe("The username or the password is wrong.");
});

test("test_sign_in_when_throttled_says_to_wait", async () => {
  refuse(429, undefined);
  expect(await signIn()).toContain("Too many tries");
});

test("test_sign_in_without_a_server_says_so", async () => {
  server.use(http.post("*/api/session/", () => HttpResponse.error()));
  expect(await signIn()).toContain("cannot be reached");
});
