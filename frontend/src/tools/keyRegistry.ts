/** Every key of the editor, with what it does in words; the `?` sheet is made from this. */
export interface KeyAction {
  id: string;
  title: string;
  group: "Frames" | "Objects" | "Tools" | "View";
  /** In tinykeys' notation; any of them does it. */
  keys: readonly string[];
  modes: readonly ("annotate" | "review")[];
}

const both = ["annotate", "review"] as const;
const annotate = ["annotate"] as const;

export const keyActions = [
  { id: "next", title: "Next frame", group: "Frames", keys: ["f", "ArrowRight"], modes: both },
  { id: "previous", title: "Previous frame", group: "Frames", keys: ["d", "ArrowLeft"], modes: both },
  {
    id: "next10",
    title: "10 frames on",
    group: "Frames",
    keys: ["v", "Shift+ArrowRight"],
    modes: both,
  },
  {
    id: "previous10",
    title: "10 frames back",
    group: "Frames",
    keys: ["c", "Shift+ArrowLeft"],
    modes: both,
  },
  {
    id: "nextPrompt",
    title: "Next frame with a prompt",
    group: "Frames",
    keys: ["$mod+ArrowRight"],
    modes: both,
  },
  {
    id: "previousPrompt",
    title: "Previous frame with a prompt",
    group: "Frames",
    keys: ["$mod+ArrowLeft"],
    modes: both,
  },
  { id: "first", title: "First frame", group: "Frames", keys: ["Home"], modes: both },
  { id: "last", title: "Last frame", group: "Frames", keys: ["End"], modes: both },
  { id: "play", title: "Play or pause", group: "Frames", keys: ["Space", "k"], modes: both },
  { id: "point", title: "Point tool", group: "Tools", keys: ["p"], modes: annotate },
  { id: "box", title: "Box tool", group: "Tools", keys: ["b"], modes: annotate },
  { id: "brush", title: "Brush", group: "Tools", keys: ["r"], modes: annotate },
  { id: "eraser", title: "Eraser", group: "Tools", keys: ["e"], modes: annotate },
  { id: "smallerBrush", title: "Smaller brush", group: "Tools", keys: ["["], modes: annotate },
  { id: "largerBrush", title: "Larger brush", group: "Tools", keys: ["]"], modes: annotate },
  { id: "select", title: "Select tool", group: "Tools", keys: ["s"], modes: annotate },
  { id: "add", title: "New object", group: "Objects", keys: ["n"], modes: annotate },
  { id: "delete", title: "Delete object", group: "Objects", keys: ["Delete"], modes: annotate },
  { id: "absent", title: "Object is not in this frame", group: "Objects", keys: ["a"], modes: annotate },
  {
    id: "clear",
    title: "Clear the mask of this frame",
    group: "Objects",
    keys: ["Backspace"],
    modes: annotate,
  },
  { id: "undo", title: "Undo what you did last", group: "Objects", keys: ["$mod+z"], modes: annotate },
  {
    id: "redo",
    title: "Do again what you undid",
    group: "Objects",
    keys: ["$mod+Shift+z", "$mod+y"],
    modes: annotate,
  },
  { id: "history", title: "History of object", group: "Objects", keys: ["i"], modes: annotate },
  { id: "split", title: "Split object at this frame", group: "Objects", keys: ["x"], modes: annotate },
  { id: "merge", title: "Merge object with another", group: "Objects", keys: ["g"], modes: annotate },
  { id: "swap", title: "Swap with another from here on", group: "Objects", keys: ["w"], modes: annotate },
  { id: "copy", title: "Copy this mask to frames", group: "Objects", keys: ["Shift+d"], modes: annotate },
  {
    id: "absentRange",
    title: "Object is not in a range of frames",
    group: "Objects",
    keys: ["Shift+a"],
    modes: annotate,
  },
  { id: "describe", title: "Attributes of object (Esc leaves them)", group: "Objects", keys: ["Enter"], modes: annotate },
  { id: "hide", title: "Hide or show object", group: "Objects", keys: ["h"], modes: both },
  { id: "lock", title: "Lock or unlock object", group: "Objects", keys: ["l"], modes: annotate },
  {
    id: "propagate",
    title: "Propagate",
    group: "Objects",
    keys: ["$mod+Shift+Enter"],
    modes: annotate,
  },
  {
    id: "submit",
    title: "Submit for review",
    group: "Objects",
    keys: ["$mod+Enter"],
    modes: annotate,
  },
  { id: "deselect", title: "Select nothing", group: "Objects", keys: ["Escape"], modes: annotate },
  { id: "peek", title: "Hold to hide all masks", group: "View", keys: ["m"], modes: both },
  {
    id: "previews",
    title: "Preview a click where the pointer rests, or not",
    group: "View",
    keys: ["t"],
    modes: annotate,
  },
  { id: "fit", title: "Fit the picture", group: "View", keys: ["0"], modes: both },
  { id: "zoomIn", title: "Zoom in", group: "View", keys: ["="], modes: both },
  { id: "zoomOut", title: "Zoom out", group: "View", keys: ["-"], modes: both },
  { id: "sheet", title: "Show these keys", group: "View", keys: ["Shift+?", "?"], modes: both },
] as const satisfies readonly KeyAction[];

export type KeyActionId = (typeof keyActions)[number]["id"];

/** Keys that the review page uses beside the editor's. */
export const reviewPageKeys = ["a", "r"];

/** The keys that a label may have: digits, and letters that no action of the editor has. */
export function listLabelKeys(): string[] {
  const taken = listSingleLetters();
  const letters = [..."abcdefghijklmnopqrstuvwxyz"].filter((letter) => !taken.includes(letter));
  return [..."123456789", ...letters];
}

/** The letters that the editor's own actions have, in order. */
export function listSingleLetters(): string[] {
  const keys = keyActions.flatMap(({ keys: claimed }): readonly string[] => claimed);
  return [...new Set(keys.filter((key) => /^[a-z]$/.test(key)))].sort();
}

/** Keys that two actions of the same mode claim. */
export function findKeyConflicts(
  actions: readonly KeyAction[],
  mode: "annotate" | "review",
): string[] {
  const seen = new Set<string>(mode === "review" ? reviewPageKeys : []);
  const conflicts: string[] = [];
  for (const { keys } of actions.filter(({ modes }) => modes.includes(mode))) {
    for (const key of keys) {
      if (seen.has(normalizeKey(key))) conflicts.push(key);
      seen.add(normalizeKey(key));
    }
  }
  return conflicts;
}

function normalizeKey(key: string): string {
  const parts = key.toLowerCase().split("+");
  const last = parts.pop() ?? "";
  return [...parts.sort(), last].join("+");
}

const shownNames: Record<string, string> = {
  arrowright: "→",
  arrowleft: "←",
  $mod: "Ctrl",
  delete: "Del",
  escape: "Esc",
  "=": "+",
};

/** A key as people read it: `$mod+Enter` is "Ctrl+Enter", `Shift+?` is "?". */
export function formatKey(key: string): string {
  if (key === "Shift+?") return "?";
  return key
    .split("+")
    .map((part) => shownNames[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join("+");
}

/** True where keys belong to the element that has the focus, or to an open dialog. */
export function isKeyTaken(event: KeyboardEvent): boolean {
  // A dialog that this very key closed is gone by now, but it has claimed the event.
  if (event.defaultPrevented) return true;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (["TEXTAREA", "SELECT"].includes(target.tagName)) return true;
  if (target instanceof HTMLInputElement) {
    const keepsLetters = !["checkbox", "radio", "button", "range"].includes(target.type);
    return keepsLetters || event.key.startsWith("Arrow") || event.key === " ";
  }
  const isButton = target.closest("button, a, [role=slider]") !== null;
  return isButton && (event.key === " " || event.key === "Enter");
}
