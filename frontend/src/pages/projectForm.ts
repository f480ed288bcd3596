export interface LabelDraft {
  name: string;
  color: string;
}

const MAX_NAME_LENGTH = 200;

/** What is wrong with a project's name, in a sentence, or null. */
export function checkProjectName(name: string): string | null {
  if (!name.trim()) return "Give the project a name.";
  if (name.trim().length > MAX_NAME_LENGTH) return `Use at most ${MAX_NAME_LENGTH} characters.`;
  return null;
}

/** What is wrong with a new label's name beside those there are, or null. */
export function checkLabelName(name: string, taken: readonly string[]): string | null {
  const wished = name.trim();
  if (!wished) return "Give the label a name.";
  if (taken.some((other) => other.toLowerCase() === wished.toLowerCase())) {
    return `There is a label “${wished}” already.`;
  }
  return null;
}

/** The labels with the one that was typed but never added, where it is a good one. */
export function withTypedLabel(
  labels: readonly LabelDraft[],
  typed: LabelDraft | null,
): readonly LabelDraft[] {
  if (!typed) return labels;
  const names = labels.map((label) => label.name);
  return checkLabelName(typed.name, names) === null ? [...labels, typed] : labels;
}
