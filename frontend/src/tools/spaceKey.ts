/** Space plays when it is tapped and pans when it is held during a drag. */
let held = false;
let used = false;

export function pressSpace(): void {
  if (!held) used = false;
  held = true;
}

/** True if it was a tap. */
export function releaseSpace(): boolean {
  const tapped = held && !used;
  held = false;
  return tapped;
}

export function markSpaceUsed(): void {
  used = true;
}

export function isSpaceHeld(): boolean {
  return held;
}
