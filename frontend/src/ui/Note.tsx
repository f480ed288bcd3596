import type { ReactNode } from "react";

import { WarningIcon } from "./icons";

type Tone = "plain" | "danger" | "warn" | "ok";

interface NoteProps {
  tone?: Tone;
  children: ReactNode;
  testId?: string;
}

export function Note({ tone = "plain", children, testId }: NoteProps) {
  return (
    <div className={tone === "plain" ? "ui-note" : `ui-note ui-note--${tone}`} data-testid={testId}>
      {(tone === "danger" || tone === "warn") && <WarningIcon />}
      <div>{children}</div>
    </div>
  );
}

/** A failure in a sentence, announced to assistive technology; nothing while there is none. */
export function ProblemNote({ sentence, testId }: { sentence: string | null | undefined; testId?: string }) {
  if (!sentence) return null;
  return (
    <div className="ui-note ui-note--danger" role="alert" data-testid={testId}>
      <WarningIcon />
      <div>{sentence}</div>
    </div>
  );
}
