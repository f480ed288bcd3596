import { useState } from "react";
import type { FormEvent } from "react";
import { Navigate, useSearchParams } from "react-router";

import { FrontDoor } from "./FrontDoor";

import { readWishedPage } from "@/app/wishedPage";
import { useSession, useSignIn } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { PasswordField, UsernameField } from "@/ui/CredentialFields";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

export function SignInPage() {
  const [search] = useSearchParams();
  // Asking who is signed in also brings the CSRF cookie that signing in needs.
  const session = useSession();
  const signIn = useSignIn();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");

  if (session.data) return <Navigate to={readWishedPage(search)} replace />;

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password });
  }

  const problem = signIn.isError ? sentenceOf(signIn.error) : session.isError ? sentenceOf(session.error) : null;
  return (
    <FrontDoor title="Sign in">
      <form className="ui-form" onSubmit={submit}>
        <UsernameField autoFocus value={username} onChange={setUsername} testId="sign-in-username" />
        <PasswordField value={password} onChange={setPassword} testId="sign-in-password" />
        <ProblemNote sentence={problem} testId="sign-in-error" />
        <Button type="submit" variant="primary" busy={signIn.isPending} data-testid="sign-in-submit">
          Sign in
        </Button>
      </form>
      <p className="front-door__help">
        No account yet, or a lost password? Ask an admin of your project for an invite link, or whoever runs this
        Maskloop for a new password.
      </p>
    </FrontDoor>
  );
}
