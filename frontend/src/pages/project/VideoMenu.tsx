import { useState } from "react";

import { useKeeping } from "../useKeeping";
import { countOf } from "../wording";

import { RenameVideoDialog } from "./RenameVideoDialog";

import type { Video } from "@/protocol/types";
import { buttonClass } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Menu, MenuItem } from "@/ui/Menu";
import { MoreIcon } from "@/ui/icons";

/** What an admin can do with a video, at hand, archived or deleted. */
export function VideoMenu({ video }: { video: Video }) {
  const [open, setOpen] = useState<"rename" | "archive" | "delete" | null>(null);
  const { carryOut, tell } = useKeeping("videos", video.id, video.name);
  const close = () => setOpen(null);
  const isOpen = !video.archived && !video.deleted;
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            className={buttonClass({ variant: "quiet", small: true, icon: true })}
            aria-label={`More for ${video.name}`}
            data-testid="video-menu"
          >
            <MoreIcon />
          </button>
        }
      >
        {isOpen && <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>}
        {isOpen && (
          <MenuItem onSelect={() => setOpen("archive")} testId="video-archive">
            Archive
          </MenuItem>
        )}
        {video.archived && !video.deleted && (
          <MenuItem onSelect={() => void tell("unarchive")} testId="video-unarchive">
            Take out of the archive
          </MenuItem>
        )}
        {video.deleted ? (
          <MenuItem onSelect={() => void tell("restore")} testId="video-restore">
            Restore
          </MenuItem>
        ) : (
          <MenuItem danger onSelect={() => setOpen("delete")} testId="video-delete">
            Delete
          </MenuItem>
        )}
      </Menu>
      {open === "rename" && <RenameVideoDialog video={video} projectId={video.project} onClose={close} />}
      <ConfirmDialog
        open={open === "archive"}
        onOpenChange={close}
        title={`Archive “${video.name}”?`}
        consequence="It leaves this list and the inboxes, what runs for it ends, and nothing in it can be changed. It is still in exports. Choose “Archived” above the videos to see it and to take it out again."
        confirmLabel="Archive video"
        onConfirm={() => carryOut("archive")}
      />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete “${video.name}”?`}
        consequence={`${describeLoss(video)} Nothing is erased: an admin finds it by choosing “Deleted” above the videos, and can restore it.`}
        confirmLabel="Delete video"
        onConfirm={() => carryOut("delete")}
      />
    </>
  );
}

function describeLoss({ num_masklets: objects }: Video): string {
  if (objects === 0) return "The video disappears for everyone in the project and what runs for it ends.";
  return `The video and its ${countOf(objects, "object")} disappear for everyone in the project and from exports.`;
}
