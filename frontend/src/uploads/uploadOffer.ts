import { create } from "zustand";

import type { FoundFile } from "./fileSources";
import { describeSkipped, planUpload } from "./uploadPlan";
import type { UploadPlan } from "./uploadPlan";
import { addUploads } from "./uploadQueue";
import type { UploadTarget } from "./uploadQueue";

import { showToast } from "@/ui/toasts";

interface UploadOffer {
  /** Folders of pictures among the files wait for a frame rate. */
  offered: { target: UploadTarget; plan: UploadPlan } | null;
}

export const useUploadOffer = create<UploadOffer>()(() => ({ offered: null }));

/** Begins to upload what was dropped or chosen, and says what is left out; asks first where there are pictures. */
export async function offerFiles(target: UploadTarget, finding: Promise<readonly FoundFile[]>): Promise<void> {
  const plan = planUpload(await finding);
  if (plan.folders.length > 0) {
    useUploadOffer.setState({ offered: { target, plan } });
    return;
  }
  const skipped = describeSkipped(plan.skipped);
  if (skipped) showToast(skipped, plan.videos.length > 0 ? "plain" : "danger");
  await addUploads(target, plan, "");
}

export function dismissOffer(): void {
  useUploadOffer.setState({ offered: null });
}
