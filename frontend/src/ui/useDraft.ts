import { useCallback, useState } from "react";

const prefix = "maskloop.draft.";

/**
 * A text that is typed and not sent yet, kept in this browser under `name` until it is cleared: it outlasts a reload, a
 * closed page and a server that is away. `name` says whose it is, so that nobody else who signs in here sees it.
 */
export function useDraft(name: string): [text: string, setText: (text: string) => void, clear: () => void] {
  const [draft, setDraft] = useState({ name, text: read(name) });
  const text = draft.name === name ? draft.text : read(name);
  const setText = useCallback(
    (next: string) => {
      keep(name, next);
      setDraft({ name, text: next });
    },
    [name],
  );
  const clear = useCallback(() => keep(name, ""), [name]);
  return [text, setText, clear];
}

// A browser may forbid storage; what is typed then lasts as long as the page.
function read(name: string): string {
  try {
    return localStorage.getItem(prefix + name) ?? "";
  } catch {
    return "";
  }
}

function keep(name: string, text: string): void {
  try {
    if (text) localStorage.setItem(prefix + name, text);
    else localStorage.removeItem(prefix + name);
  } catch {
    return;
  }
}
