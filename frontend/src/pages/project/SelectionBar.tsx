import { lazy, Suspense, useState } from "react";
import type { ReactNode } from "react";

import { countOf } from "../wording";

import type { Project } from "@/protocol/types";
import { useUnassign } from "@/sync/queries/assignments";
import { readVideoIds } from "@/sync/queries/videos";
import type { VideosWish } from "@/sync/queries/videos";
import { Button } from "@/ui/Button";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

const AssignDialog = lazy(() => import("./AssignDialog"));

interface SelectionBarProps {
  project: Project;
  wish: VideosWish;
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  children: ReactNode;
}

/** What can be done with the chosen videos, at the foot of the window. */
export function SelectionBar({ project, wish, chosen, onChoose, children }: SelectionBarProps) {
  const [assigning, setAssigning] = useState(false);
  const unassign = useUnassign(project.id);
  const clear = () => onChoose(new Set());
  const tell = (error: unknown) => showToast(sentenceOf(error), "danger");

  function chooseAll() {
    readVideoIds(project.id, wish).then((ids) => onChoose(new Set(ids)), tell);
  }

  function takeBack() {
    unassign.mutate([...chosen], {
      onSuccess: ({ ended }) => {
        showToast(ended > 0 ? `${countOf(ended, "assignment")} ended.` : "Nobody had these videos.");
        clear();
      },
      onError: tell,
    });
  }

  return (
    <section className="selection-bar" aria-label="Chosen videos" data-testid="selection-bar">
      <span className="ui-grow" aria-live="polite">
        {children}
      </span>
      <Button small onClick={chooseAll} data-testid="choose-all">
        Choose all
      </Button>
      <Button small variant="primary" onClick={() => setAssigning(true)} data-testid="assign">
        Assign…
      </Button>
      <Button small onClick={takeBack} busy={unassign.isPending} data-testid="unassign">
        Take back
      </Button>
      <Button small variant="quiet" onClick={clear} data-testid="choose-none">
        Choose none
      </Button>
      <Suspense fallback={null}>
        {assigning && (
          <AssignDialog project={project} videos={[...chosen]} onClose={() => setAssigning(false)} onDone={clear} />
        )}
      </Suspense>
    </section>
  );
}
