import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { NewProjectDialog } from "./NewProjectDialog";

import { renderInApp } from "@/app/renderInApp";

const sent: unknown[] = [];
const server = setupServer(
  http.get("*/api/models/", () => HttpResponse.json([])),
  http.post("*/api/projects/", async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json({ errors: { name: ["There is a project of this name already."] } }, { status: 400 });
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  sent.length = 0;
});
afterAll(() => server.close());

test("test_new_project_without_a_name_is_not_sent", async () => {
  const person = userEvent.setup();
  renderInApp(<NewProjectDialog onClose={() => undefined} />);
  await person.click(screen.getByTestId("project-create"));
  expect(screen.getByText("Give the project a name.")).toBeTruthy();
  expect(sent).toEqual([]);
});

test("test_new_project_shows_the_server's_sentence_at_the_field", async () => {
  const person = userEvent.setup();
  renderInApp(<NewProjectDialog onClose={() => undefined} />);
  await person.type(screen.getByTestId("project-name"), " Streets ");
  await person.click(screen.getByTestId("project-create"));
  await waitFor(() => expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByText("There is a project of this name already.")).toBeTruthy();
  expect(sent).toEqual([{ name: "Streets" }]);
});

test("test_labels_of_a_new_project_take_the_next_free_colour", async () => {
  const person = userEvent.setup();
  renderInApp(<NewProjectDialog onClose={() => undefined} />);
  await person.type(screen.getByTestId("label-name"), "dog");
  await person.click(screen.getByTestId("label-add"));
  await person.type(screen.getByTestId("label-name"), "cat{Enter}");
  const colors = screen
    .getAllByTestId("label-row")
    .map((row) => (row.querySelector(".ui-swatch") as HTMLElement).style.background);
  expect(colors).toEqual(["rgb(230, 159, 0)", "rgb(86, 180, 233)"]);
});

test("test_label_named_twice_is_refused_with_a_sentence", async () => {
  const person = userEvent.setup();
  renderInApp(<NewProjectDialog onClose={() => undefined} />);
  await person.type(screen.getByTestId("label-name"), "dog{Enter}");
  await person.type(screen.getByTestId("label-name"), "Dog{Enter}");
  expect(screen.getByText("There is a label “Dog” already.")).toBeTruthy();
  expect(screen.getAllByTestId("label-row")).toHaveLength(1);
});
