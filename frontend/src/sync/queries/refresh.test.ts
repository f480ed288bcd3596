import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { refresh } from "./refresh";

test("a first answer that is older than the change does not stand", async () => {
  const answers: ((rows: string[]) => void)[] = [];
  const client = new QueryClient();
  const queryKey = ["exports"];
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => new Promise<string[]>((resolve) => answers.push(resolve)),
  });
  const stop = observer.subscribe(() => undefined);

  const refreshed = refresh(client, { queryKey });
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.([]);
  answers[1]?.(["the new one"]);
  await refreshed;

  expect(client.getQueryData(queryKey)).toEqual(["the new one"]);
  stop();
});
