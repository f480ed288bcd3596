import { loseSignIn, onSignInRegained, regainSignIn, useSignInState } from "../signIn";

import { EditQueue } from "./editQueue";
import { openEditStore } from "./editStore";
import type { KeptEdit } from "./keptEdit";
import { sendEdit, type Outcome } from "./outcomes";
import { chooseSenderLock } from "./senderLock";

let opened: EditQueue | null = null;

/** The edits of a person on this page; those of whoever was here before stay where they are kept. */
export function openEditQueue(user: number): EditQueue {
  if (opened?.user === user) return opened;
  opened?.stop();
  opened = new EditQueue({ user, store: openEditStore(), send: sendAndNotice, lock: chooseSenderLock() });
  return opened;
}

onSignInRegained(() => opened?.retryNow());

async function sendAndNotice(edit: KeptEdit): Promise<Outcome> {
  const outcome = await sendEdit(edit);
  if (outcome.kind === "signedOut") loseSignIn(outcome.other);
  else if (outcome.kind !== "lost" && useSignInState.getState().isLost) regainSignIn();
  return outcome;
}
