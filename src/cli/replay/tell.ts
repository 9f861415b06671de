// What happens during a replay, as lines for people: who came, what was served, and what was not as
// on the tape, with its lesson. Bounded, so that no client can flood the screen.

import type { ReplayEvent } from "../../net/replay_server/replay_server.ts";
import type { Unexpected } from "../../replay/outcome.ts";
import { explainMiss } from "../../replay/match.ts";
import { describeMeaning } from "../../replay/meaning.ts";
import type { Step } from "../../replay/script.ts";
import { cut, formatArgs, formatSeconds, printable } from "../../view/terminal/event_line.ts";
import { LineFeed } from "../../view/terminal/line_feed.ts";
import type { Talk } from "../recording/talk.ts";

/** What is told even to those who do not watch. */
const NEWS: readonly ReplayEvent["kind"][] = [
  "unexpected",
  "missed",
  "waiting",
  "failed",
  "refused",
  "turned-away",
  "origin",
];

/** How many origins that were not let in are told of. */
const MAX_ORIGINS = 10;

export class Teller {
  readonly #talk: Talk;
  readonly #hasKeys: boolean;
  readonly #served: LineFeed;
  readonly #words: LineFeed;
  readonly #origins = new Set<string>();

  /** `hasKeys`: there is a keyboard to be told of. */
  constructor(talk: Talk, hasKeys: boolean) {
    this.#talk = talk;
    this.#hasKeys = hasKeys;
    this.#served = new LineFeed({ print: (line) => talk.show(line) });
    this.#words = new LineFeed({ print: (line) => talk.tell(line) });
  }

  happened(event: ReplayEvent): void {
    if (event.kind === "served") {
      if (this.#talk.shows) this.#served.offer(event.at, () => this.#servedLine(event));
      return;
    }
    if (event.kind === "origin") {
      if (this.#origins.has(event.origin) || this.#origins.size >= MAX_ORIGINS) return;
      this.#origins.add(event.origin);
    }
    if (!NEWS.includes(event.kind) && !this.#talk.shows) return;
    for (const line of linesOf(event, this.#hasKeys)) {
      this.#words.offer(event.at, () => cut(printable(line), MAX_COLUMNS));
    }
  }

  flush(): void {
    this.#served.flush();
    this.#words.flush();
  }

  #servedLine({ at, client, step }: ReplayEvent & { readonly kind: "served" }): string {
    const line = `${formatSeconds(at)}  →  client ${client}  ${describeStep(step)}`;
    return cut(printable(line), this.#talk.columns);
  }
}

const MAX_COLUMNS = 1000;

function describeStep({ meaning }: Step): string {
  const { namespace } = meaning;
  switch (meaning.kind) {
    case "event":
      return `${namespace}  ${meaning.name}  ${formatArgs(meaning.args)}`;
    case "other":
      return typeof meaning.data === "string" ? meaning.data : describeMeaning(meaning);
    default:
      return describeMeaning(meaning);
  }
}

function linesOf(
  event: Exclude<ReplayEvent, { readonly kind: "served" }>,
  hasKeys: boolean,
): readonly string[] {
  switch (event.kind) {
    case "opened":
      return [`Client ${event.client} came over ${event.transport} from ${event.peer}`];
    case "upgraded":
      return [`Client ${event.client} went on over websocket`];
    case "cast":
      return [`Client ${event.client} plays session ${event.session}`];
    case "left":
      return [
        event.isCut
          ? `Client ${event.client} was cut off by a fault: ${event.reason}`
          : `Client ${event.client} left: ${event.reason}`,
      ];
    case "unexpected":
      return unexpectedLines(event.unexpected).map((line, index) =>
        index === 0 ? `Client ${event.client}: ${line}` : line
      );
    case "missed": {
      const { client, what, step: { line } } = event;
      return [`Client ${client}: entry ${line}: waited in vain for ${what}`];
    }
    case "waiting": {
      const { client, what, step: { line } } = event;
      const key = hasKeys ? "; key s goes on without it" : "";
      return [`Client ${client}: entry ${line}: the tape waits for ${what}${key}`];
    }
    case "failed":
      return [`Client ${event.client}: entry ${event.line}: ended here (--fail-fast)`];
    case "refused":
      return [`Refused ${event.peer}: ${event.reason}`];
    case "turned-away":
      return [`Client ${event.client} was refused: ${event.reason}`];
    case "page":
      return [`${event.method} ${event.url}: ${event.status}`];
    case "origin":
      return [
        `A page of ${event.origin} is not let in, as on the tape; ` +
        `--cors ${event.origin} would let it in`,
      ];
  }
}

/** What was said, what the tape has there, and how to accept it. */
export function unexpectedLines({ said, miss }: Unexpected): readonly string[] {
  if (miss === undefined) return [`unexpected ${said}: the tape has no such message`];
  return [
    `unexpected ${said}`,
    ...explainMiss(miss).map((line) => `  ${line}`),
    ...(miss.accept === undefined ? [] : [`  accept it with ${miss.accept}`]),
  ];
}
