import type { Deed, Kept } from "@/sync/queries/keeping";
import { useKeep } from "@/sync/queries/keeping";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

const done: Record<Deed, string> = {
  archive: "is archived",
  unarchive: "is out of the archive",
  delete: "is deleted",
  restore: "is back",
};
const wayBack: Record<Deed, Deed> = {
  archive: "unarchive",
  unarchive: "archive",
  delete: "restore",
  restore: "delete",
};

/** Puts something away or brings it back and says so, with a way back in the toast. */
export function useKeeping(what: Kept, id: number, name: string) {
  const { mutateAsync } = useKeep(what, id);

  async function carryOut(deed: Deed): Promise<void> {
    await mutateAsync(deed);
    showToast(`“${name}” ${done[deed]}.`, "plain", () => void tell(wayBack[deed]));
  }

  /** For where no dialog waits that could show a refusal. */
  function tell(deed: Deed): Promise<void> {
    return carryOut(deed).catch((error: unknown) => showToast(sentenceOf(error), "danger"));
  }

  return { carryOut, tell };
}
