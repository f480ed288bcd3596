import { useState } from "react";
import type { FormEvent } from "react";

import { formatTime } from "../wording";

import type { ApiToken } from "@/protocol/types";
import { useSession } from "@/sync/queries/session";
import { useCreateToken, useRevokeToken, useTokens } from "@/sync/queries/tokens";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Field } from "@/ui/Field";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Secret } from "@/ui/Secret";
import { sentenceOf } from "@/ui/sentenceOf";

import "./AccountPage.css";

export default function AccountPage() {
  const { data: user } = useSession();
  return (
    <main className="page page--narrow" id="main">
      <title>Account · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>{user?.display_name || user?.username}</h1>
          <p>
            Username {user?.username}
            {user?.is_staff && " · may create accounts"}
          </p>
        </div>
      </div>
      <section className="section">
        <h2>API tokens</h2>
        <p className="ui-muted account__lead">
          A program that sends <code>Authorization: Token …</code> may do what you may. The calls are in the{" "}
          <a href="/api/docs/">API reference</a>.
        </p>
        <NewToken />
        <TokenList />
      </section>
    </main>
  );
}

function NewToken() {
  const create = useCreateToken();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wished = name.trim();
    setWrong(wished ? null : "Name the token after what will use it.");
    if (!wished) return;
    create.mutate(wished, { onSuccess: () => setName("") });
  }

  return (
    <form className="account__form ui-panel ui-form" onSubmit={submit} noValidate>
      <Field label="New token" error={wrong ?? (create.isError ? sentenceOf(create.error) : null)}>
        {(control) => (
          <div className="ui-row">
            <input
              {...control}
              className="ui-input ui-grow"
              placeholder="What will use it"
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
              data-testid="token-name"
            />
            <Button type="submit" variant="primary" busy={create.isPending} data-testid="token-create">
              Create token
            </Button>
          </div>
        )}
      </Field>
      {create.data?.token && (
        <div className="ui-stack" role="status">
          <p>Copy “{create.data.name}” now: it is not shown again.</p>
          <Secret value={create.data.token} label="token" testId="token-secret" />
        </div>
      )}
    </form>
  );
}

function TokenList() {
  const tokens = useTokens();
  if (tokens.isPending) return <Loading what="your tokens" />;
  if (tokens.isError) return <ProblemNote sentence={sentenceOf(tokens.error)} />;
  if (tokens.data.length === 0) return <p className="ui-muted">You have no token.</p>;
  return (
    <div className="ui-panel">
      <table className="ui-table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Created</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.data.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const revoke = useRevokeToken();
  const [asking, setAsking] = useState(false);
  return (
    <tr data-testid="token-row">
      <td>{token.name}</td>
      <td className="ui-muted">{formatTime(token.created_at)}</td>
      <td className="ui-table__end">
        <Button small variant="quiet" onClick={() => setAsking(true)} aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`Revoke “${token.name}”?`}
          consequence="Whatever uses it is refused from then on."
          confirmLabel="Revoke token"
          onConfirm={() => revoke.mutateAsync(token.id)}
        />
      </td>
    </tr>
  );
}
