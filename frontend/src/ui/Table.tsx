import type { ReactNode } from "react";

interface TableProps {
  /** What the columns hold, from the left. */
  columns: readonly string[];
  /** What a last column is for whose buttons and links speak for themselves: said, not shown. */
  lastColumn?: string | false;
  /** The rows, a <tr> each. */
  children: ReactNode;
}

/** A table in a panel of its own. */
export function Table({ columns, lastColumn = false, children }: TableProps) {
  return (
    <div className="ui-panel">
      <table className="ui-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {lastColumn && (
              <th scope="col">
                <span className="visually-hidden">{lastColumn}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
