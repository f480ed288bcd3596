import { useState } from "react";

import { formatTime } from "../wording";

import { describeScopes } from "./tokenWords";

import type { ApiToken } from "@/protocol/types";
import { useRevokeToken, useTokens } from "@/sync/queries/tokens";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Table } from "@/ui/Table";
import { sentenceOf } from "@/ui/sentenceOf";

export function TokenList() {
  const tokens = useTokens();
  if (tokens.isPending) return <Loading what="your tokens" />;
  if (tokens.isError) return <ProblemNote sentence={sentenceOf(tokens.error)} />;
  if (tokens.data.length === 0) return <p className="ui-muted">You have no token.</p>;
  return (
    <Table columns={["Name", "May", "Last used", "Expires"]} lastColumn="Actions">
      {tokens.data.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </Table>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const revoke = useRevokeToken();
  const [asking, setAsking] = useState(false);
  return (
    <tr data-testid="token-row">
      <td>
        {token.name}
        <div className="ui-muted account__detail">Made {formatTime(token.created_at)}</div>
      </td>
      <td className="ui-muted">{describeScopes(token.scopes)}</td>
      <td className="ui-muted">{token.last_used_at ? formatTime(token.last_used_at) : "Never"}</td>
      <td className="ui-muted">
        {token.is_expired ? <Badge tone="warn">Expired</Badge> : describeEnd(token.expires_at)}
      </td>
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

function describeEnd(at: string | null): string {
  return at === null ? "Never" : formatTime(at);
}
