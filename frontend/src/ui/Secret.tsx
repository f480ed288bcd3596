import { useState } from "react";

import { Button } from "./Button";
import { CheckIcon, CopyIcon } from "./icons";

/** A value that is shown once: selectable, with a copy button. */
export function Secret({ value, label, testId }: { value: string; label: string; testId?: string }) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    // Absent outside secure contexts; the value stays selectable there.
    if (!("clipboard" in navigator)) return;
    await navigator.clipboard.writeText(value);
    setCopied(true);
  }

  return (
    <div className="ui-secret">
      <code data-testid={testId}>{value}</code>
      <Button small onClick={() => void copy()} aria-label={`Copy ${label}`}>
        {copied ? <CheckIcon /> : <CopyIcon />}
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
