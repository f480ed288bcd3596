import { focusAttributes } from "./AttributeFields";
import type { EditorRuntime } from "./EditorContext";

import { missingAttributes } from "@/state/attributes";
import { useEditorStore } from "@/state/editorStore";
import { countPresent } from "@/state/headRanges";
import { whyReadOnly } from "@/state/videoState";

/** Hands a masklet to the reviewers, or says why not. */
export async function submitSelected(
  { edits, session }: EditorRuntime,
  id: number | null,
): Promise<void> {
  const { server, labels } = useEditorStore.getState();
  const masklet = id === null ? undefined : server?.masklets.get(id);
  if (!server || !masklet) return session.notice("Select an object to submit it.", "plain");
  const refusal = whyReadOnly(masklet);
  if (refusal) return session.notice(refusal, "plain");
  if (countPresent(server.heads.get(masklet.id)) === 0) {
    return session.notice("This object has no mask yet: click it on a frame first.", "danger");
  }
  const label = labels.find(({ id: known }) => known === masklet.label);
  const [missing] = missingAttributes(masklet, label);
  if (missing) {
    focusAttributes();
    return session.notice(`Say “${missing.name}” of object ${masklet.number} first: this project needs it.`, "danger");
  }
  if (await edits.submit(masklet.id)) {
    session.notice(`Object ${masklet.number} is with the reviewers now.`, "plain");
  }
}
