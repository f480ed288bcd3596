import type { Project } from "@/protocol/types";
import { useEffort } from "@/sync/queries/feed";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** What each person did, added up; for admins. */
export function EffortTable({ project }: { project: Project }) {
  const effort = useEffort(project.id);
  return (
    <section className="section">
      <div className="section__head">
        <h2>In numbers</h2>
        <p>Minutes count while somebody moves the pointer or types.</p>
      </div>
      {effort.isError && <ProblemNote sentence={sentenceOf(effort.error)} />}
      {effort.data && (
        <div className="ui-panel effort">
          <table className="ui-table" data-testid="effort">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Objects</th>
                <th scope="col">Approved</th>
                <th scope="col">Reviews</th>
                <th scope="col">Clicks</th>
                <th scope="col">Strokes</th>
                <th scope="col">Minutes labelling</th>
                <th scope="col">Minutes reviewing</th>
              </tr>
            </thead>
            <tbody>
              {effort.data.map((row) => (
                <tr key={row.user.id} data-testid="effort-row" data-username={row.user.username}>
                  <th scope="row">{row.user.display_name || row.user.username}</th>
                  <td>{row.objects}</td>
                  <td>{row.approved}</td>
                  <td>{row.reviews}</td>
                  <td>{row.clicks}</td>
                  <td>{row.strokes}</td>
                  <td>{row.annotate_minutes}</td>
                  <td>{row.review_minutes}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
