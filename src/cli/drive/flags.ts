// The flags of `drive`: what replaces the tape's, how its client plays, what counts as the same; and
// those of every recording, since the new session is recorded.

import { MATCH_MODES } from "../../replay/match.ts";
import { type FlagValues, listFlag, switchFlag, textFlag } from "../flags.ts";
import { RECORDING_FLAGS } from "../recording/flags.ts";

const {
  watch,
  watchAll,
  out,
  force,
  redact,
  keepSecrets,
  ca,
  insecure,
  noKeys,
  quiet,
  json,
} = RECORDING_FLAGS;

export const DRIVE_FLAGS = {
  query: listFlag({
    takes: "K=V",
    summary: "send this in the query, in the place of the tape's",
    example: "--query token=env:WIRETAPE_TOKEN",
  }),
  auth: textFlag({ takes: "JSON", summary: "send this object with CONNECT, not the tape's" }),
  header: listFlag({ takes: "K:V", summary: "send this header, in the place of the tape's" }),
  fill: listFlag({
    takes: "PATH=VALUE",
    summary: "send this inside messages; here and above env:NAME takes the value from a " +
      "WIRETAPE_… variable, file:PATH from a file",
    example: "--fill '$.payload.token=env:WIRETAPE_TOKEN'",
  }),
  match: textFlag({
    takes: "MODE",
    summary: `how answers are compared: ${MATCH_MODES.join(", ")} (shape)`,
  }),
  ignore: listFlag({
    takes: "PATH",
    summary: "this may be anything",
    example: "--ignore '$.recordedAt'",
  }),
  diff: switchFlag({ summary: "tell the differences as diff does, in their places" }),
  speed: textFlag({ takes: "N|max", summary: "how fast the client plays (1)" }),
  patience: textFlag({ takes: "TIME", summary: "how late an answer may be (10s)" }),
  watch,
  watchAll,
  out,
  force,
  redact,
  keepSecrets,
  ca,
  insecure,
  noKeys,
  quiet,
  json: { ...json, summary: "print only the result, as one line of JSON on stdout" },
};

export type DriveFlags = FlagValues<typeof DRIVE_FLAGS>;
