// The flags of `explain`, and what they say once their words have been checked.

import type { AnatomyOptions } from "../../timeline/anatomy/part.ts";
import { type FlagValues, switchFlag, textFlag } from "../flags.ts";
import { UsageError } from "../usage_error.ts";

export const EXPLAIN_FLAGS = {
  engine: textFlag({
    takes: "3|4",
    summary: "the revision of Engine.IO; 4 unless only 3 fits",
  }),
  from: textFlag({ takes: "client|server", summary: "who sent it" }),
  transport: textFlag({
    takes: "polling|websocket",
    summary: "whether it is a polling body or a message of a WebSocket",
  }),
  inner: textFlag({
    takes: "socket.io|json|raw",
    summary: "what Engine.IO's messages carry",
  }),
  as: textFlag({
    takes: "text|hex|base64",
    summary: "how it is written; guessed by default",
  }),
  json: switchFlag({ summary: "print the parts as one line of JSON" }),
} as const;

export type ExplainFlags = FlagValues<typeof EXPLAIN_FLAGS>;

export type Spelling = "text" | "hex" | "base64";

export function anatomyOptions(flags: ExplainFlags): AnatomyOptions {
  const engine = choice("--engine", flags.engine, ["3", "4"] as const);
  const from = choice("--from", flags.from, ["client", "server"] as const);
  const transport = choice("--transport", flags.transport, ["polling", "websocket"] as const);
  const inner = choice("--inner", flags.inner, ["socket.io", "json", "raw"] as const);
  return {
    ...(engine === undefined ? {} : { engine: engine === "3" ? 3 : 4 }),
    ...(from === undefined ? {} : { from }),
    ...(transport === undefined ? {} : { transport }),
    ...(inner === undefined ? {} : { inner }),
  };
}

export function spellingOf(flags: ExplainFlags): Spelling | undefined {
  return choice("--as", flags.as, ["text", "hex", "base64"] as const);
}

function choice<Word extends string>(
  flag: string,
  written: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (written === undefined) return undefined;
  const found = words.find((word) => word === written);
  if (found !== undefined) return found;
  const expected = `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  throw new UsageError(`Cannot read ${flag} "${written}": expected ${expected}`);
}
