import { useState } from "react";
import type { FormEvent } from "react";

import { useChangePassword } from "@/sync/queries/account";
import { Button } from "@/ui/Button";
import { passwordHint, PasswordField } from "@/ui/CredentialFields";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function PasswordForm() {
  const change = useChangePassword();
  const [old, setOld] = useState("");
  const [wished, setWished] = useState("");
  const [revoking, setRevoking] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { old, new: wished, revoke_tokens: revoking },
      {
        onSuccess: () => {
          setOld("");
          setWished("");
          showToast("Your password is changed, and you are signed out everywhere else.");
        },
      },
    );
  }

  return (
    <form className="account__form ui-panel ui-form" onSubmit={submit}>
      <PasswordField label="Old password" value={old} onChange={setOld} testId="password-old" />
      <PasswordField
        label="New password"
        isNew
        hint={passwordHint}
        value={wished}
        onChange={setWished}
        testId="password-new"
      />
      <label className="account__check">
        <input type="checkbox" checked={revoking} onChange={(event) => setRevoking(event.target.checked)} />
        Also revoke my API tokens
      </label>
      <ProblemNote sentence={change.isError ? sentenceOf(change.error) : null} testId="password-error" />
      <div>
        <Button type="submit" variant="primary" busy={change.isPending} data-testid="password-change">
          Change password
        </Button>
      </div>
    </form>
  );
}
