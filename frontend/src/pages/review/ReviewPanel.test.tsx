import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";


import { sampleMasklet, sampleProject, sampleVideo } from "../sampleRecords";

import { ReviewPanel } from "./ReviewPanel";

import { renderInApp } from "@/app/renderInApp";

const sent: unknown[] = [];
const server = setupServer(
  http.get("*/api/projects/1/", () => HttpResponse.json(sampleProject({ role: "reviewer" }))),
  http.get("*/api/projects/1/labels/", () => HttpResponse.json([])),
  http.get("*/api/projects/1/members/", () => HttpResponse.json([])),
  http.get("*/api/session/", () => HttpResponse.json({ user: null })),
  http.get("*/api/inbox/", () => HttpResponse.json({ to_annotate: [], returned: [], to_review: [] })),
  http.get("*/api/masklets/1/reviews/", () => HttpResponse.json([])),
  http.post("*/api/masklets/1/reviews/", async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json({ detail: "Version 4 is submitted by now: look at it first." }, { status: 409 });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  localStorage.clear();
  sent.length = 0;
});
afterAll(() => server.close());

async function openPanel() {
  renderInApp(<ReviewPanel masklet={sampleMasklet()} video={sampleVideo()} />);
  await screen.findByTestId("approve");
  return userEvent.setup();
}

test("test_sending_back_without_a_comment_asks_for_one_and_sends_nothing", async () => {
  const person = await openPanel();
  await person.click(screen.getByTestId("reject"));
  expect(screen.getByTestId("review-comment-error").textContent).toContain("Say what to correct");
  expect(document.activeElement).toBe(screen.getByTestId("review-comment"));
  expect(sent).toEqual([]);
});

test("test_decision_on_an_outdated_version_shows_the_server's_sentence", async () => {
  const person = await openPanel();
  await person.click(screen.getByTestId("approve"));
  expect((await screen.findByTestId("review-problem")).textContent).toBe(
    "Version 4 is submitted by now: look at it first.",
  );
  expect(sent).toEqual([{ decision: "satisfactory", version: 3, start: 0, stop: 48, comment: "" }]);
});

test("test_key_a_approves_except_in_the_comment", async () => {
  const person = await openPanel();
  await person.type(screen.getByTestId("review-comment"), "a tail");
  expect(sent).toEqual([]);
  await person.keyboard("{Escape}a");
  await screen.findByTestId("review-problem");
  expect(sent).toHaveLength(1);
});

test("test_comment_outlasts_a_refusal_and_a_reload_of_the_page", async () => {
  const person = await openPanel();
  await person.type(screen.getByTestId("review-comment"), "the tail is off");
  await person.click(screen.getByTestId("reject"));
  await screen.findByTestId("review-problem");
  cleanup();
  await openPanel();
  expect(screen.getByTestId<HTMLTextAreaElement>("review-comment").value).toBe("the tail is off");
});

test("test_comment_is_forgotten_once_it_is_sent", async () => {
  server.use(http.post("*/api/masklets/1/reviews/", () => HttpResponse.json({}, { status: 201 })));
  const person = await openPanel();
  await person.type(screen.getByTestId("review-comment"), "good");
  await person.click(screen.getByTestId("approve"));
  await waitFor(() => expect(localStorage.length).toBe(0));
  server.resetHandlers();
});

test("test_annotator_sees_no_decision", async () => {
  server.use(http.get("*/api/projects/1/", () => HttpResponse.json(sampleProject({ role: "annotator" }))));
  renderInApp(<ReviewPanel masklet={sampleMasklet()} video={sampleVideo()} />);
  expect(await screen.findByText(/It waits for a reviewer/)).toBeTruthy();
  expect(screen.queryByTestId("approve")).toBeNull();
  server.resetHandlers();
});
