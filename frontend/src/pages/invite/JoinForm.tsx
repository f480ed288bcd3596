import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useNavigate } from "react-router";

import { adoptJoined, useJoin } from "@/sync/queries/invites";
import { useSignIn } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { passwordHint, PasswordField, UsernameField } from "@/ui/CredentialFields";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

interface JoinFormProps {
  secret: string;
  hasAccount: boolean;
}

/** Makes an account and joins with it, or signs in; the page then asks whether to join with that one. */
export function JoinForm({ secret, hasAccount }: JoinFormProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const join = useJoin(secret);
  const signIn = useSignIn();
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const problem = hasAccount ? signIn.error : join.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    const credentials = { username: username.trim(), password };
    if (hasAccount) return signIn.mutate(credentials);
    join.mutate(
      { ...credentials, display_name: name.trim() },
      {
        onSuccess: (joined) => {
          adoptJoined(client, secret, joined);
          void navigate(`/projects/${joined.project}`, { replace: true });
        },
      },
    );
  }

  return (
    <form className="ui-form" onSubmit={submit}>
      <UsernameField
        autoFocus
        value={username}
        onChange={setUsername}
        {...(hasAccount ? {} : { hint: "You sign in with it: letters, digits and @ . + - _" })}
        testId="invite-username"
      />
      {!hasAccount && (
        <Field label="Name (optional)" hint="How others see you.">
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoComplete="name"
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      )}
      <PasswordField
        value={password}
        onChange={setPassword}
        isNew={!hasAccount}
        {...(hasAccount ? {} : { hint: passwordHint })}
        testId="invite-password"
      />
      <ProblemNote sentence={problem ? sentenceOf(problem) : null} testId="invite-problem" />
      <Button
        type="submit"
        variant="primary"
        busy={join.isPending || signIn.isPending}
        data-testid="invite-join"
      >
        {hasAccount ? "Sign in" : "Make an account and join"}
      </Button>
    </form>
  );
}
