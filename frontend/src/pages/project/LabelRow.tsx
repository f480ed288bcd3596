import { lazy, Suspense, useState } from "react";

import { useKeeping } from "../useKeeping";
import { countOf } from "../wording";

import type { Label } from "@/protocol/types";
import { liveAttributes } from "@/state/attributes";
import { useOrderLabels } from "@/sync/queries/labels";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

const EditLabelDialog = lazy(() => import("./EditLabelDialog"));

interface LabelRowProps {
  label: Label;
  /** All of the menu, in its order. */
  labels: readonly Label[];
  editable: boolean;
}

export function LabelRow({ label, labels, editable }: LabelRowProps) {
  const attributes = liveAttributes(label);
  return (
    <li data-testid="label-row">
      <span className="ui-swatch" style={{ background: label.color }} />
      <span className="ui-grow">{label.name}</span>
      {attributes.length > 0 && (
        <span className="ui-muted" title={attributes.map(({ name }) => name).join(", ")}>
          {countOf(attributes.length, "attribute")}
        </span>
      )}
      {label.shortcut && (
        <kbd className="label-key" title={`The key ${label.shortcut.toUpperCase()} chooses it in the editor`}>
          {label.shortcut.toUpperCase()}
        </kbd>
      )}
      {editable && <RowButtons label={label} labels={labels} />}
    </li>
  );
}

function RowButtons({ label, labels }: { label: Label; labels: readonly Label[] }) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const order = useOrderLabels(label.project);
  const { carryOut } = useKeeping("labels", label.id, label.name);
  const close = () => setOpen(null);
  const place = labels.findIndex(({ id }) => id === label.id);

  function move(by: 1 | -1) {
    const moved = labels.filter(({ id }) => id !== label.id);
    moved.splice(place + by, 0, label);
    order.mutate(moved, { onError: (error) => showToast(sentenceOf(error), "danger") });
  }

  return (
    <>
      <Button
        small
        variant="quiet"
        disabled={place === 0}
        onClick={() => move(-1)}
        aria-label={`Move ${label.name} up`}
        title="Up"
      >
        ↑
      </Button>
      <Button
        small
        variant="quiet"
        disabled={place === labels.length - 1}
        onClick={() => move(1)}
        aria-label={`Move ${label.name} down`}
        title="Down"
      >
        ↓
      </Button>
      <Button small variant="quiet" onClick={() => setOpen("edit")} aria-label={`Edit ${label.name}`}>
        Edit
      </Button>
      <Button small variant="quiet" onClick={() => setOpen("delete")} aria-label={`Delete ${label.name}`}>
        Delete
      </Button>
      {open === "edit" && (
        <Suspense fallback={null}>
          <EditLabelDialog label={label} others={labels.filter(({ id }) => id !== label.id)} onClose={close} />
        </Suspense>
      )}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete the label “${label.name}”?`}
        consequence="Nobody can choose it for a new object any more. Objects that carry it keep it, and it can be restored from “Deleted labels” below the list."
        confirmLabel="Delete label"
        onConfirm={() => carryOut("delete")}
      />
    </>
  );
}
