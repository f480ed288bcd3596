import { useState } from "react";
import type { FormEvent } from "react";

import { dismissOffer } from "./uploadOffer";
import { describeSkipped } from "./uploadPlan";
import type { UploadPlan } from "./uploadPlan";
import { addUploads } from "./uploadQueue";
import type { UploadTarget } from "./uploadQueue";

import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";

const DEFAULT_RATE = "24";
const RATE = /^\d{1,3}(\.\d{1,3})?$|^\d{1,6}\/\d{1,4}$/;

/** Asks how fast pictures follow each other, and says what becomes of everything that was dropped or chosen. */
export default function PictureFoldersDialog({ target, plan }: { target: UploadTarget; plan: UploadPlan }) {
  const [rate, setRate] = useState(DEFAULT_RATE);
  const skipped = describeSkipped(plan.skipped);
  const problem = readsAsRate(rate) ? null : "Give a number such as 24 or 23.976, or a fraction such as 30000/1001.";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (problem) return;
    dismissOffer();
    void addUploads(target, plan, rate.trim());
  }

  return (
    <Dialog
      open
      onOpenChange={dismissOffer}
      title={plan.folders.length === 1 ? "Make a video of these pictures?" : "Make videos of these pictures?"}
      description="Each folder of pictures becomes one video; its pictures are the frames, in the order of their names."
    >
      <form className="ui-stack" onSubmit={submit}>
        <ul className="upload-folders">
          {plan.folders.map(({ path, name, pictures }) => (
            <li key={path}>
              <b>{name}</b> · {pictures.length} pictures, {pictures[0]?.file.name} to {pictures.at(-1)?.file.name}
            </li>
          ))}
        </ul>
        {plan.videos.length > 0 && (
          <p className="ui-muted">
            {plan.videos.length === 1 ? "1 video is uploaded beside." : `${plan.videos.length} videos are uploaded beside.`}
          </p>
        )}
        {skipped && (
          <p className="ui-muted" data-testid="upload-skipped">
            {skipped}
          </p>
        )}
        <Field label="Frames per second" error={problem}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              inputMode="decimal"
              value={rate}
              onChange={(event) => setRate(event.target.value)}
              data-testid="frame-rate"
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={dismissOffer}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={problem !== null} data-testid="upload-pictures">
            Upload
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function readsAsRate(text: string): boolean {
  const [above = "0", below = "1"] = text.trim().split("/");
  const rate = Number(above) / Number(below);
  return RATE.test(text.trim()) && rate > 0 && rate <= 1_000;
}
