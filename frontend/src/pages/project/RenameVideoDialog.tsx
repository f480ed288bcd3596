import { useState } from "react";
import type { FormEvent } from "react";

import type { Video } from "@/protocol/types";
import { useRenameVideo } from "@/sync/queries/videos";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { sentenceOf } from "@/ui/sentenceOf";

interface RenameVideoDialogProps {
  video: Video;
  projectId: number;
  onClose: () => void;
}

export function RenameVideoDialog({ video, projectId, onClose }: RenameVideoDialogProps) {
  const rename = useRenameVideo(projectId);
  const [name, setName] = useState(video.name);
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) {
      setWrong("Give the video a name.");
      return;
    }
    rename.mutate({ id: video.id, name: name.trim() }, { onSuccess: onClose });
  }

  return (
    <Dialog open onOpenChange={onClose} title="Rename the video">
      <form onSubmit={submit} noValidate>
        <Field label="Name" error={wrong ?? (rename.isError ? sentenceOf(rename.error) : null)}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={rename.isPending}>
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
