// The flags of `replay`: how the tape is played and to whom, what must match, what is to go wrong,
// where the report goes.

import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";

export const REPLAY_FLAGS = {
  listen: textFlag({
    takes: "HOST:PORT",
    summary: "where clients connect to (127.0.0.1:7007, or the next port; a free one in tests)",
    short: "l",
  }),
  serve: textFlag({
    takes: "HOW",
    summary: "whole: every client gets the tape from its start; sessions: each is played once",
  }),
  match: textFlag({
    takes: "HOW",
    summary:
      "how clients must do as on the tape: strict, any-order, shape, name, off; warn by hand",
  }),
  ignore: listFlag({
    takes: "PATH",
    summary: "let this place in arguments be anything",
    example: "--ignore '$.room' --ignore '**.ts'",
  }),
  speed: textFlag({
    takes: "N|max|step",
    summary: "so many times as fast, at once, or a message for each key n (1)",
  }),
  limitIdle: textFlag({ takes: "TIME", summary: "make longer silences this long: 2s" }),
  patience: textFlag({
    takes: "TIME",
    summary: "go on without a client's message after so long (10s)",
  }),
  failFast: switchFlag({ summary: "end at the first thing that goes wrong" }),
  allowPartial: switchFlag({ summary: "a client may leave before the end" }),
  pinIds: switchFlag({ summary: "give clients the recorded ids" }),
  cors: textFlag({
    takes: "ORIGIN",
    summary: "let pages of this origin in, beside those that the tape let in",
    example: "--cors http://localhost:5173",
  }),
  fault: listFlag({
    takes: "FAULT|FILE.json",
    summary: "let this go wrong for every client",
    example: "--fault 'delay location:track nth=2 by=500ms'",
  }),
  seed: numberFlag({ takes: "N", summary: "what chance the faults follow (1)", whole: true }),
  report: textFlag({ takes: "FILE", summary: "write how it went, as JSON" }),
  junit: textFlag({ takes: "FILE", summary: "write how it went, as JUnit's XML" }),
  noKeys: switchFlag({ summary: "leave the keyboard alone, as a job in the background must" }),
  quiet: switchFlag({ summary: "print no messages", short: "q" }),
  json: switchFlag({ summary: "print only the report, as one line of JSON on stdout" }),
};

export type ReplayFlags = FlagValues<typeof REPLAY_FLAGS>;
