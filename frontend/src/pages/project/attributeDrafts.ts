import type { Attribute } from "@/protocol/types";
import type { WishedAttribute } from "@/sync/queries/labels";

/** An attribute as it stands in the form: numbers and options as they are typed. */
export interface AttributeDraft {
  /** Of the row in the form; `id` is the server's, absent for a new one. */
  key: string;
  id?: string;
  name: string;
  kind: Attribute["kind"];
  required: boolean;
  /** One a line. */
  options: string;
  min: string;
  max: string;
  /** An option's name, a number, a text, or "yes" and "". */
  initial: string;
}

export const kindTitles: Record<Attribute["kind"], string> = {
  choice: "Choice",
  checkbox: "Checkbox",
  number: "Number",
  text: "Text",
};

export function emptyDraft(key: string): AttributeDraft {
  return { key, name: "", kind: "choice", required: false, options: "", min: "", max: "", initial: "" };
}

export function toDraft(attribute: Attribute): AttributeDraft {
  const { id, name, kind, required, min, max } = attribute;
  const options = attribute.options.filter(({ removed }) => !removed);
  return {
    key: id,
    id,
    name,
    kind,
    required,
    options: options.map((option) => option.name).join("\n"),
    min: min === null ? "" : String(min),
    max: max === null ? "" : String(max),
    initial: writeDefault(attribute),
  };
}

/** What is sent. An option keeps its id where its name stands, or where one was renamed in its place. */
export function toWish(draft: AttributeDraft, known: Attribute | undefined): WishedAttribute {
  const { id, name, kind, required } = draft;
  const isNumber = kind === "number";
  return {
    ...(id === undefined ? {} : { id }),
    name: name.trim(),
    kind,
    required: kind !== "checkbox" && required,
    options: kind === "choice" ? matchOptions(splitLines(draft.options), known) : [],
    min: isNumber ? toNumber(draft.min) : null,
    max: isNumber ? toNumber(draft.max) : null,
    default: readDefault(draft),
  };
}

export function splitLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** What is wrong in the form, in a sentence, or null; the server checks the rest. */
export function checkDrafts(drafts: readonly AttributeDraft[]): string | null {
  for (const { name, kind, options, min, max, initial } of drafts) {
    if (!name.trim()) return "Give each attribute a name.";
    if (kind === "choice" && splitLines(options).length === 0) return `Give “${name}” at least one option.`;
    const numbers = kind === "number" ? [min, max, initial] : [];
    if (numbers.some((text) => text.trim() && toNumber(text) === null)) return `Give numbers for “${name}”.`;
  }
  return null;
}

function matchOptions(names: string[], known: Attribute | undefined): { id?: string; name: string }[] {
  const all = known?.options ?? [];
  const live = all.filter(({ removed }) => !removed);
  const isRenaming = live.length === names.length;
  return names.map((name, index) => {
    const same = all.find((option) => option.name === name);
    const renamed = isRenaming && live[index] && !names.includes(live[index].name) ? live[index] : undefined;
    const option = same ?? renamed;
    return option ? { id: option.id, name } : { name };
  });
}

function writeDefault(attribute: Attribute): string {
  const value = attribute.default;
  if (value === null) return "";
  if (attribute.kind === "checkbox") return value === true ? "yes" : "";
  return attribute.options.find(({ id }) => id === value)?.name ?? String(value);
}

function readDefault({ kind, initial, options }: AttributeDraft): boolean | number | string | null {
  if (kind === "checkbox") return initial === "yes" ? true : null;
  if (kind === "number") return toNumber(initial);
  if (kind === "choice") return splitLines(options).includes(initial) ? initial : null;
  return initial.trim() || null;
}

function toNumber(text: string): number | null {
  const value = Number(text.replace(",", "."));
  return text.trim() && Number.isFinite(value) ? value : null;
}
