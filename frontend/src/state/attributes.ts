import type { Attribute, AttributeValue, Label, Masklet } from "@/protocol/types";

/** The attributes that objects of a label have now, in order. */
export function liveAttributes(label: Label | undefined): Attribute[] {
  return (label?.attributes ?? []).filter(({ removed }) => !removed);
}

/** What is said of an object, or null where nothing is; a choice that was taken off the list says nothing. */
export function valueOf(masklet: Masklet, attribute: Attribute): AttributeValue | null {
  const value = masklet.attributes?.[attribute.id] ?? null;
  if (attribute.kind === "checkbox") return value === true;
  if (attribute.kind !== "choice") return value;
  return attribute.options.some(({ id, removed }) => id === value && !removed) ? value : null;
}

/** The required attributes of which nothing is said. */
export function missingAttributes(masklet: Masklet, label: Label | undefined): Attribute[] {
  return liveAttributes(label).filter(
    (attribute) => attribute.required && (valueOf(masklet, attribute) ?? "") === "",
  );
}

/** "colour: red", also of attributes and options that were removed since; "colour: nothing" for no value. */
export function sayValue(labels: readonly Label[], id: string, value: unknown): string {
  const attribute = labels.flatMap(({ attributes }) => attributes).find((known) => known.id === id);
  if (!attribute) return "an attribute";
  return `${attribute.name}: ${nameValue(attribute, value)}`;
}

function nameValue(attribute: Attribute, value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (attribute.kind === "checkbox") return value === true ? "yes" : "no";
  const option = attribute.options.find(({ id }) => id === value);
  return option?.name ?? String(value);
}

/** What was typed for a number, or why it cannot be one. */
export function readNumber(attribute: Attribute, text: string): { value: number | null } | { wrong: string } {
  if (!text.trim()) return { value: null };
  const value = Number(text.replace(",", "."));
  if (!Number.isFinite(value)) return { wrong: "Give a number." };
  const { min, max } = attribute;
  if (min !== null && value < min) return { wrong: `Give at least ${min}.` };
  if (max !== null && value > max) return { wrong: `Give at most ${max}.` };
  return { value };
}
