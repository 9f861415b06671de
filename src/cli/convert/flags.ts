// The flags of `convert`: what is cut, edited, hidden and retimed, and where the new tape goes.

import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";
import { newTapeFlag } from "../tape_path.ts";

export const CONVERT_FLAGS = {
  out: newTapeFlag({ summary: "the new tape", example: "--out=- for stdout", toStdout: true }),
  force: switchFlag({ summary: "overwrite the tape if it stands" }),
  between: textFlag({
    takes: "A..B",
    summary: "only this stretch, and what it needs to be understood",
    example: "--between 10s..20s",
  }),
  where: textFlag({
    takes: "EXPR",
    summary: "only what fits, and what it needs to be understood",
    example: `--where 'ns == "/sfa"'`,
  }),
  set: listFlag({
    takes: "EDIT",
    summary: "set a value in the events that fit, as EXPR => PATH=JSON",
    example: `--set 'event == "location:track" && args[0].n == 4 => $.lat=null'`,
  }),
  drop: listFlag({ takes: "EXPR", summary: "leave out what fits", example: "--drop '$.n == 7'" }),
  duplicate: listFlag({ takes: "EXPR", summary: "have what fits twice" }),
  insert: listFlag({
    takes: "EDIT",
    summary: "put an event behind a line or behind all that fit, as AFTER => NAME JSON…",
    example: `--insert '42 => location:track {"lat":1}'`,
  }),
  shiftGeo: switchFlag({ summary: "move all positions by one hidden vector" }),
  pseudonymise: listFlag({
    takes: "PATH",
    summary: "replace these ids wherever they stand",
    example: "--pseudonymise '**.ssoId'",
  }),
  redact: listFlag({ takes: "KEY|/REGEX/", summary: "hide this as well", example: "--redact pin" }),
  watch: listFlag({ takes: "EVENT", summary: "make the decoded lines of this event; * is every" }),
  speed: numberFlag({ takes: "N", summary: "so many times as fast", least: 0.001, most: 1000 }),
  limitIdle: textFlag({ takes: "TIME", summary: "shorten pauses to this", example: "2s" }),
};

export type ConvertFlags = FlagValues<typeof CONVERT_FLAGS>;
