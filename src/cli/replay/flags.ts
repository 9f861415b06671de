// The flags of `replay`: how the tape is played and to whom, what must match, what is to go wrong,
// where the report goes.

import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";

export const REPLAY_FLAGS = {
  listen: textFlag({
    takes: "HOST:PORT",
    summary: "where clients connect to (127.0.0.1:7007, or the next port; a free one in tests)",
    short: "l",
    example: "--listen 0.0.0.0:8080",
  }),
  serve: textFlag({
    takes: "HOW",
    summary: "whole: every client gets the tape from its start; sessions: each is played once",
    example: "--serve sessions",
  }),
  match: textFlag({
    takes: "HOW",
    summary:
      "how clients must do as on the tape: strict, any-order, shape, name, off; warn by hand",
    example: "--match shape",
  }),
  ignore: listFlag({
    takes: "PATH",
    summary: "let this place in arguments be anything",
    example: "--ignore '$.room' --ignore '**.ts'",
  }),
  speed: textFlag({
    takes: "N|max|step",
    summary: "so many times as fast, at once, or a message for each key n (1)",
    example: "--speed 10",
  }),
  limitIdle: textFlag({
    takes: "TIME",
    summary: "make longer silences this long",
    example: "--limit-idle 2s",
  }),
  patience: textFlag({
    takes: "TIME",
    summary: "go on without a client's message after so long (10s in tests, never by hand)",
    example: "--patience 500ms",
  }),
  failFast: switchFlag({
    summary: "end at the first thing that goes wrong",
    example: "--fail-fast -- npm test",
  }),
  allowPartial: switchFlag({
    summary: "a client that came may leave before the end, and miss what faults keep from it",
    example: "--allow-partial -- npm test",
  }),
  loop: switchFlag({
    summary: "when all has been played, play it again",
    example: "--loop --limit-idle 2s",
  }),
  supply: listFlag({
    takes: "[EVENT:]PATH=VALUE",
    summary: "send this where a secret of the server's was hidden; env:NAME takes a variable",
    example: "--supply '$.token=env:WIRETAPE_TOKEN' --supply 'login:$.user.id=19'",
  }),
  pinIds: switchFlag({ summary: "give clients the recorded ids", example: "--pin-ids" }),
  cors: textFlag({
    takes: "ORIGIN",
    summary: "let pages of this origin in, beside those that the tape let in",
    example: "--cors http://localhost:5173",
  }),
  fault: listFlag({
    takes: "FAULT|FILE.json",
    summary: "let this go wrong, once for each client, who may come back for the rest",
    example: "--fault 'delay location:track nth=2 by=500ms'",
  }),
  seed: numberFlag({
    takes: "N",
    summary: "what chance the faults follow (1)",
    whole: true,
    example: "--seed 7",
  }),
  report: textFlag({
    takes: "FILE",
    summary: "write how it went, as JSON",
    example: "--report report.json",
  }),
  junit: textFlag({
    takes: "FILE",
    summary: "write how it went, as JUnit's XML",
    example: "--junit report.xml",
  }),
  noKeys: switchFlag({
    summary: "leave the keyboard alone, as a job in the background must",
    example: "--no-keys &",
  }),
  quiet: switchFlag({
    summary: "print nothing but why a test failed",
    short: "q",
    example: "-q -- npm test",
  }),
  json: switchFlag({
    summary: "print only the report, as one line of JSON on stdout",
    example: "--json -- npm test | jq .totals",
  }),
};

export type ReplayFlags = FlagValues<typeof REPLAY_FLAGS>;
