import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import "fake-indexeddb/auto";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Route, Routes } from "react-router";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { RequireSession } from "./RequireSession";
import { renderInApp } from "./renderInApp";

import { loseSignIn, regainSignIn, useSignInState } from "@/sync/signIn";

const bob = { id: 2, username: "bob", display_name: "Bob", is_staff: false };
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  cleanup();
  regainSignIn();
});
afterAll(() => server.close());

it("asks for the password over the open page when the log-in has ended", async () => {
  const tried: unknown[] = [];
  let signedIn: typeof bob | null = bob;
  server.use(
    http.get("*/api/session/", () => HttpResponse.json({ user: signedIn })),
    http.post("*/api/session/", async ({ request }) => {
      tried.push(await request.json());
      signedIn = bob;
      return HttpResponse.json({ user: bob });
    }),
  );
  renderInApp(
    <Routes>
      <Route element={<RequireSession />}>
        <Route index element={<textarea aria-label="Work" />} />
      </Route>
    </Routes>,
  );
  const person = userEvent.setup();
  await person.type(await screen.findByLabelText("Work"), "half a sentence");
  signedIn = null;
  loseSignIn();
  // The dialog is loaded when it is first needed, which takes a busy machine a while.
  const password = await screen.findByLabelText("Password of bob", {}, { timeout: 20_000 });
  await person.type(password, "open sesame");
  await person.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(screen.queryByLabelText("Password of bob")).toBeNull());
  expect(tried).toEqual([{ username: "bob", password: "open sesame" }]);
  expect(screen.getByLabelText<HTMLTextAreaElement>("Work").value).toBe("half a sentence");
}, 30_000);

it("goes on without asking when this browser has merely got another session", async () => {
  server.use(http.get("*/api/session/", () => HttpResponse.json({ user: bob })));
  renderInApp(
    <Routes>
      <Route element={<RequireSession />}>
        <Route index element={<p>Work</p>} />
      </Route>
    </Routes>,
  );
  await screen.findByText("Work");
  loseSignIn();
  await waitFor(() => expect(useSignInState.getState().isLost).toBe(false), { timeout: 20_000 });
  expect(screen.queryByTestId("sign-in-again")).toBeNull();
}, 30_000);

it("says who this browser is signed in as instead", async () => {
  let signedIn = bob;
  server.use(http.get("*/api/session/", () => HttpResponse.json({ user: signedIn })));
  renderInApp(
    <Routes>
      <Route element={<RequireSession />}>
        <Route index element={<p>Work</p>} />
      </Route>
    </Routes>,
  );
  await screen.findByText("Work");
  signedIn = { ...bob, id: 3, username: "carol" };
  loseSignIn(signedIn);
  expect(await screen.findByText(/signed in as carol now/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Go on as carol" })).toBeDefined();
});
