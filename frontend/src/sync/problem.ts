import type { ProblemDetails } from "@/protocol/types";

const statusSentences: Record<number, string> = {
  401: "You are signed out: sign in again.",
  403: "Your role in this project does not allow that.",
  404: "That does not exist, or you have no access to it.",
  413: "That is too large for this server.",
  429: "Too many tries: wait a minute, then try again.",
  502: "The server does not answer: try again in a moment.",
  503: "The server is busy or starting: try again in a moment.",
};

/** An answer of the server that says no; `message` is a sentence for the person. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly problem: ProblemDetails;

  constructor(status: number, problem: ProblemDetails) {
    super(toSentence(status, problem));
    this.name = "ApiProblem";
    this.status = status;
    this.problem = problem;
  }

  /** The first sentence about each field, for forms. */
  get fieldErrors(): Record<string, string> {
    const first: Record<string, string> = {};
    for (const [field, sentences] of Object.entries(this.problem.errors ?? {})) {
      const sentence = sentences[0];
      if (sentence) first[field] = sentence;
    }
    return first;
  }
}

/** The request never reached the server, or its answer never came back: worth a retry. */
export class ConnectionLost extends Error {
  constructor() {
    super("The server cannot be reached: check the connection; it will be tried again.");
    this.name = "ConnectionLost";
  }
}

/** A failure of the server names the request, by which whoever runs it finds what happened in the logs. */
function toSentence(status: number, problem: ProblemDetails): string {
  const sentence = pickSentence(status, problem);
  const id = problem["request_id"];
  return status >= 500 && typeof id === "string" && id ? `${sentence} Report this: ${id}` : sentence;
}

function pickSentence(status: number, problem: ProblemDetails): string {
  if (problem.detail) return problem.detail;
  const [field, sentences] = Object.entries(problem.errors ?? {})[0] ?? [];
  if (field && sentences?.[0]) return sentences[0];
  return statusSentences[status] ?? `The server answered with status ${status}: try again.`;
}

export async function readProblem(response: Response): Promise<ApiProblem> {
  const id = response.status >= 500 ? response.headers.get("X-Request-Id") : null;
  const named: ProblemDetails = id ? { request_id: id } : {};
  const text = await response.text();
  try {
    return new ApiProblem(response.status, { ...named, ...(JSON.parse(text) as ProblemDetails) });
  } catch {
    return new ApiProblem(response.status, named);
  }
}
