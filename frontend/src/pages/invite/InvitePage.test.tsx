import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Route, Routes } from "react-router";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import InvitePage from "./InvitePage";

import { renderInApp } from "@/app/renderInApp";

const dora = { id: 7, username: "dora", display_name: "Dora", is_staff: false };
const invitation = {
  project: "Street",
  role: "annotator",
  invited_by: "Alice",
  expires_at: "2030-01-01T00:00:00Z",
  member_of: null as number | null,
};
const sent: unknown[] = [];
let signedIn: typeof dora | null = null;

const server = setupServer(
  http.get("*/api/session/", () => HttpResponse.json({ user: signedIn })),
  http.post("*/api/session/", () => HttpResponse.json({ user: dora })),
  http.post("*/api/invitation/", async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json(invitation);
  }),
  http.post("*/api/invitation/:deed/", async ({ request, params }) => {
    sent.push([params["deed"], await request.json()]);
    return HttpResponse.json({ project: 3, role: "annotator", user: dora });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  sent.length = 0;
  signedIn = null;
});
afterAll(() => server.close());

function open(path = "/invite/#secret-of-the-link") {
  renderInApp(
    <Routes>
      <Route path="/invite" element={<InvitePage />} />
      <Route path="/projects/:id" element={<p>The project</p>} />
    </Routes>,
    path,
  );
  return userEvent.setup();
}

test("test_newcomer_makes_an_account_and_is_led_to_the_project", async () => {
  const person = open();
  await screen.findByText("Join “Street”");
  await person.type(screen.getByTestId("invite-username"), "dora");
  await person.type(screen.getByTestId("invite-password"), "open sesame please");
  await person.click(screen.getByTestId("invite-join"));
  await screen.findByText("The project");
  expect(sent).toEqual([
    { secret: "secret-of-the-link" },
    ["join", { secret: "secret-of-the-link", username: "dora", password: "open sesame please", display_name: "" }],
  ]);
});

test("test_person_with_an_account_signs_in_and_then_joins", async () => {
  const person = open();
  await person.click(await screen.findByTestId("invite-switch"));
  await person.type(screen.getByTestId("invite-username"), "dora");
  await person.type(screen.getByTestId("invite-password"), "open sesame please");
  await person.click(screen.getByTestId("invite-join"));
  await person.click(await screen.findByTestId("invite-accept"));
  await screen.findByText("The project");
  expect(sent.at(-1)).toEqual(["accept", { secret: "secret-of-the-link" }]);
});

test("test_link_that_is_over_shows_the_server's_sentence", async () => {
  server.use(
    http.post("*/api/invitation/", () => HttpResponse.json({ detail: "This invite link has expired." }, { status: 410 })),
  );
  open();
  expect((await screen.findByTestId("invite-problem")).textContent).toBe("This invite link has expired.");
});

test("test_link_without_its_secret_asks_to_copy_it_whole", async () => {
  open("/invite/");
  expect((await screen.findByTestId("invite-problem")).textContent).toContain("copy it again");
});
