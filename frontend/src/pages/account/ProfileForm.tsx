import { useState } from "react";
import type { FormEvent } from "react";

import type { Account } from "@/protocol/types";
import { ApiProblem } from "@/sync/api";
import { useChangeProfile } from "@/sync/queries/account";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function ProfileForm({ account }: { account: Account }) {
  const change = useChangeProfile();
  const [name, setName] = useState(account.display_name);
  const [email, setEmail] = useState(account.email);
  const wrong = change.error instanceof ApiProblem ? change.error.fieldErrors : {};
  const isSaid = Object.keys(wrong).length > 0;

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(
      { display_name: name.trim(), email: email.trim() },
      { onSuccess: () => showToast("Your profile is saved.") },
    );
  }

  return (
    <form className="account__form ui-panel ui-form" onSubmit={submit} noValidate>
      <Field label="Name" hint="How others see you; your username where it is empty." error={wrong["display_name"]}>
        {(control) => (
          <input
            {...control}
            className="ui-input"
            autoComplete="name"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="profile-name"
          />
        )}
      </Field>
      <Field label="E-mail (optional)" hint="Only you see it." error={wrong["email"]}>
        {(control) => (
          <input
            {...control}
            className="ui-input"
            type="email"
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            data-testid="profile-email"
          />
        )}
      </Field>
      {change.isError && !isSaid && <ProblemNote sentence={sentenceOf(change.error)} />}
      <div>
        <Button type="submit" variant="primary" busy={change.isPending} data-testid="profile-save">
          Save profile
        </Button>
      </div>
    </form>
  );
}
