import { useState } from "react";
import type { FormEvent } from "react";

import { formatTime } from "../wording";

import { parseAnnEvery } from "./exportForm";

import type { Project, ProjectExport } from "@/protocol/types";
import { useCreateExport, useExports } from "@/sync/queries/exports";
import { useMembers } from "@/sync/queries/members";
import { Button, buttonClass } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Table } from "@/ui/Table";
import { DownloadIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

export function ExportTab({ project }: { project: Project }) {
  const exports = useExports(project.id);
  return (
    <>
      <ExportForm projectId={project.id} />
      <h2 className="export-earlier">Exports so far</h2>
      {exports.isPending && <Loading what="the exports" />}
      {exports.isError && <ProblemNote sentence={sentenceOf(exports.error)} />}
      {exports.data?.length === 0 && <p className="ui-muted">None yet.</p>}
      {exports.data && exports.data.length > 0 && <ExportTable exports={exports.data} projectId={project.id} />}
    </>
  );
}

function ExportForm({ projectId }: { projectId: number }) {
  const create = useCreateExport(projectId);
  const [scope, setScope] = useState<ProjectExport["scope"]>("approved");
  const [annEvery, setAnnEvery] = useState("1");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const every = parseAnnEvery(annEvery);
    setWrong(every === null ? "Give a whole number from 1 to 1000." : null);
    if (every === null) return;
    create.mutate({ format: "sav", scope, ann_every: every });
  }

  return (
    <form className="form-panel ui-panel ui-form" onSubmit={submit} noValidate>
      <div>
        <h2>SA-V JSON</h2>
        <p className="ui-muted">
          A zip with one <code>{"{video}"}_manual.json</code> for each video: masks as COCO run lengths.
        </p>
      </div>
      <fieldset className="export-choices">
        <legend>Which masklets</legend>
        <label>
          <input type="radio" name="scope" checked={scope === "approved"} onChange={() => setScope("approved")} />
          <span>Approved ones only</span>
        </label>
        <label>
          <input
            type="radio"
            name="scope"
            checked={scope === "all"}
            onChange={() => setScope("all")}
            data-testid="export-scope-all"
          />
          <span>All, drafts included</span>
        </label>
      </fieldset>
      <div className="form-line export-every">
        <Field label="One frame of every" hint="1 takes every frame; SA-V itself has one of every 4." error={wrong}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              type="number"
              min={1}
              max={1000}
              value={annEvery}
              onChange={(event) => setAnnEvery(event.target.value)}
              data-testid="export-every"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={create.isPending} data-testid="export-create">
          Create export
        </Button>
      </div>
      {create.isError && <ProblemNote sentence={sentenceOf(create.error)} />}
    </form>
  );
}

function ExportTable({ exports, projectId }: { exports: readonly ProjectExport[]; projectId: number }) {
  const { data: members } = useMembers(projectId);
  const nameOf = (userId: number) => {
    const user = members?.find((member) => member.user.id === userId)?.user;
    return user ? user.display_name || user.username : "a former member";
  };
  return (
    <Table columns={["Created", "By", "Masklets", "Frames"]} lastColumn="Download">
      {exports.map((item) => (
        <tr key={item.id} data-testid="export-row">
          <td>{formatTime(item.created_at)}</td>
          <td>{nameOf(item.created_by)}</td>
          <td>{item.scope === "approved" ? "Approved" : "All"}</td>
          <td>{item.ann_every === 1 ? "Every one" : `One of every ${item.ann_every}`}</td>
          <td className="ui-table__end">
            <a
              className={buttonClass({ small: true })}
              href={item.url}
              download
              data-testid="export-download"
              aria-label={`Download the export of ${formatTime(item.created_at)}`}
            >
              <DownloadIcon />
              Download
            </a>
          </td>
        </tr>
      ))}
    </Table>
  );
}
