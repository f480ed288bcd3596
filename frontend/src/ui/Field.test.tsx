import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { Field } from "./Field";

afterEach(cleanup);

test("test_field_ties_label_hint_and_error_to_the_control", () => {
  render(
    <Field label="Name" hint="At most ten letters." error="Give a name.">
      {(control) => <input {...control} />}
    </Field>,
  );
  const input = screen.getByLabelText("Name");
  const described = (input.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(["At most ten letters.", "Give a name."]);
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByRole("alert").textContent).toBe("Give a name.");
});

test("test_field_without_error_is_not_invalid", () => {
  render(<Field label="Name">{(control) => <input {...control} />}</Field>);
  const input = screen.getByLabelText("Name");
  expect(input.hasAttribute("aria-invalid")).toBe(false);
  expect(input.hasAttribute("aria-describedby")).toBe(false);
});
