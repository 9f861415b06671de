// The flags of `diff`: what counts as a difference, and how it is shown.

import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";

export const DIFF_FLAGS = {
  values: switchFlag({
    summary: "compare all values exactly, live ones as well",
    example: "--values --ignore '**.ts'",
  }),
  layer: textFlag({
    takes: "LAYER",
    summary: "how deep: wire, engine, socket or event (event)",
    example: "--layer engine",
  }),
  ignore: listFlag({
    takes: "[EVENT:]PATH",
    summary: "this may be anything, or not be there",
    example: "--ignore '$.room', --ignore '**.ts', --ignore 'join:$.at'",
  }),
  only: listFlag({
    takes: "EVENT|/NS",
    summary: "only this event, or this namespace",
    example: "--only location:track, --only /sfa",
  }),
  tolerance: listFlag({
    takes: "[EVENT:]PATH=N",
    summary: "numbers may be so far apart",
    example: "--tolerance '$.speed=0.5', --tolerance 'location:track:$.speed=0.5'",
  }),
  geo: textFlag({
    takes: "DISTANCE",
    summary: "positions may be so far apart, wherever they stand",
    example: "--geo 10m",
  }),
  time: textFlag({
    takes: "TIME",
    summary: "timestamps may be so far apart, wherever they stand",
    example: "--time 2s",
  }),
  set: listFlag({
    takes: "[EVENT:]PATH",
    summary: "the order of this list means nothing",
    example: "--set '$.tags'",
  }),
  key: listFlag({
    takes: "[EVENT:]PATH=KEY",
    summary: "items of this list belong together by their KEY",
    example: "--key '$.visits=id'",
  }),
  baseline: textFlag({
    takes: "FILE",
    summary: "another good tape: what GOOD and this one differ in is noise",
    example: "--baseline good2.ndjson",
  }),
  rules: textFlag({
    takes: "FILE",
    summary: "noise that was written down before",
    example: "--rules noise.json",
  }),
  writeRules: textFlag({
    takes: "FILE",
    summary: "write the noise down: of GOOD and the baseline, or without one of the two tapes",
    example: "--baseline good2.ndjson --write-rules noise.json",
  }),
  force: switchFlag({
    summary: "with --write-rules: overwrite the file if it stands",
    example: "--write-rules noise.json --force",
  }),
  timing: switchFlag({
    summary: "times count as well: gaps, answers, heartbeats, drift",
    example: "--timing --late 500ms",
  }),
  late: textFlag({
    takes: "TIME",
    summary: "with --timing: so much longer is late (100ms) …",
    example: "--late 500ms",
  }),
  factor: numberFlag({
    takes: "N",
    summary: "… if it also takes N times as long (2)",
    example: "--factor 1.5",
    least: 1,
  }),
  drift: textFlag({
    takes: "TIME",
    summary: "with --timing: how far apart the timelines may be (1s)",
    example: "--drift 5s",
  }),
  sideBySide: switchFlag({
    summary: "two columns, where the terminal has 100",
    example: "--side-by-side --full",
  }),
  context: numberFlag({
    takes: "N",
    summary: "how much of what is the same stands around a difference (3)",
    example: "--context 10",
    least: 0,
    most: 10_000,
    whole: true,
  }),
  full: switchFlag({ summary: "show all, cut nothing", example: "--full | less" }),
  json: switchFlag({
    summary: "one JSON object (docs/diff-json.md)",
    example: "--json | jq .first",
  }),
};

export type DiffFlags = FlagValues<typeof DIFF_FLAGS>;
