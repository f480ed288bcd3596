import { useState } from "react";

import { AccountRow } from "./AccountRow";
import { NewAccountDialog } from "./NewAccountDialog";

import { useUsers } from "@/sync/queries/users";
import { Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Table } from "@/ui/Table";
import { PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

import "./AccountsPage.css";

/** Everybody who may sign in; for staff. */
export default function AccountsPage() {
  const users = useUsers();
  const [creating, setCreating] = useState(false);
  const [wanted, setWanted] = useState("");
  const sought = wanted.trim().toLowerCase();
  const found = users.data?.filter((user) =>
    `${user.username} ${user.display_name}`.toLowerCase().includes(sought),
  );

  return (
    <main className="page" id="main">
      <title>Accounts · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Accounts</h1>
          <p>
            Who may sign in here. What somebody may do is said in each project; an invite link of a project also lets
            people make an account.
          </p>
        </div>
        <Button variant="primary" onClick={() => setCreating(true)} data-testid="new-account">
          <PlusIcon />
          New account
        </Button>
      </div>
      {users.isPending && <Loading what="the accounts" />}
      {users.isError && <ProblemNote sentence={sentenceOf(users.error)} />}
      {users.data && (
        <div className="ui-stack">
          <input
            className="ui-input"
            type="search"
            placeholder="Find by name"
            aria-label="Find an account by name"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          <Table columns={["Name", "Username", "Last signed in", "State"]} lastColumn="Actions">
            {found?.map((user) => (
              <AccountRow key={user.id} user={user} />
            ))}
          </Table>
          {found?.length === 0 && <p className="ui-muted">Nobody here is called “{wanted.trim()}”.</p>}
        </div>
      )}
      {creating && <NewAccountDialog onClose={() => setCreating(false)} />}
    </main>
  );
}
