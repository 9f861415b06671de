// The flags of `inspect`.

import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";

export const INSPECT_FLAGS = {
  layer: textFlag({ takes: "LAYER", summary: "how deep: wire, engine, socket or event" }),
  all: switchFlag({ summary: "fold nothing away: heartbeats, probes, polls, log lines" }),
  show: numberFlag({
    takes: "N",
    summary: "show entry N in full, byte by byte and layer by layer",
    least: 1,
    whole: true,
  }),
  full: switchFlag({
    summary: "with --show: cut nothing, however long it is",
    example: "--show 42 --full",
  }),
  where: listFlag({
    takes: "EXPR",
    summary: "only what fits",
    example: `--where 'event == "location:track" && args[0].speed > 10'`,
  }),
  match: listFlag({
    takes: "/REGEX/",
    summary: "only what has this in its text",
    example: "--match /lat.:-6/i",
  }),
  event: listFlag({ takes: "NAME", summary: "only this event, and its answers" }),
  ns: listFlag({ takes: "/NAME", summary: "only this namespace" }),
  from: textFlag({ takes: "SIDE", summary: "only what the client, or the server, sent" }),
  conn: listFlag({ takes: "N", summary: "only this connection" }),
  between: textFlag({
    takes: "A..B",
    summary: "only this stretch of time",
    example: "--between 10s..20s, --between ..500ms",
  }),
  around: textFlag({
    takes: "N[,K]",
    summary: "only entry N and K before and after it (5)",
    example: "--around 40,20",
  }),
  limit: numberFlag(
    {
      takes: "N",
      summary: "stop after so many lines",
      least: 1,
      whole: true,
      short: "n",
    } as const,
  ),
  sessions: switchFlag({ summary: "only the sessions' stories" }),
  stats: switchFlag({ summary: "only counts, rates, times and positions" }),
  verify: switchFlag({ summary: "check the tape itself, line by line" }),
  json: switchFlag({ summary: "one moment a line as JSON (docs/inspect-json.md)" }),
  failEmpty: switchFlag({ summary: "exit code 1 when nothing was shown" }),
  follow: switchFlag({ summary: "go on while the tape is being written", short: "f" }),
};

export type InspectFlags = FlagValues<typeof INSPECT_FLAGS>;
