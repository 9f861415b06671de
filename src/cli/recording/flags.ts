// The flags that every recording has, whoever's client is recorded, and what they mean.

import { messageOf } from "../../base/errors.ts";
import { parseExtra } from "../../tape/redact/extra.ts";
import { readDuration } from "../duration.ts";
import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";
import { newTapeFlag } from "../tape_path.ts";
import { UsageError } from "../usage_error.ts";

export const RECORDING_FLAGS = {
  watch: listFlag({ takes: "EVENT", summary: "give this event decoded lines (location:track)" }),
  watchAll: switchFlag({ summary: "give every event decoded lines" }),
  eventKey: listFlag({
    takes: "KEY",
    summary: "JSON messages are named by this key (the first of type, event, action)",
  }),
  duration: textFlag({ takes: "TIME", summary: "stop after 500ms, 10s, 2m or 1h" }),
  events: numberFlag({
    takes: "N",
    summary: "stop after so many watched events",
    least: 1,
    whole: true,
  }),
  out: newTapeFlag({ summary: "the tape's name (tapes/TIME-NAME.ndjson)" }),
  force: switchFlag({ summary: "overwrite the tape if it stands" }),
  redact: listFlag({ takes: "KEY|/REGEX/", summary: "hide this as well", example: "--redact pin" }),
  keepSecrets: switchFlag({ summary: "hide no tokens and passwords: do not share such a tape" }),
  ca: textFlag({ takes: "FILE", summary: "trust this certificate as well (PEM)" }),
  insecure: switchFlag({ summary: "trust any certificate" }),
  noKeys: switchFlag({ summary: "leave the keyboard alone, as a job in the background must" }),
  quiet: switchFlag({ summary: "print no events", short: "q" }),
  json: switchFlag({ summary: "print only the summary, as one line of JSON on stdout" }),
};

export type RecordingFlags = FlagValues<typeof RECORDING_FLAGS>;

export const DEFAULT_WATCH: readonly string[] = ["location:track"];

/** The events that get decoded lines, and that `--events` counts. */
export function watchedBy(
  flags: RecordingFlags,
  usual: readonly string[] = DEFAULT_WATCH,
): readonly string[] | true {
  if (flags.watchAll) return true;
  return flags.watch.length > 0 ? flags.watch : usual;
}

/** When to stop by itself: after so many milliseconds. */
export function readLimit(flags: RecordingFlags, usual: number | undefined): number | undefined {
  if (flags.duration !== undefined) return readDuration(flags.duration, "--duration");
  return flags.events === undefined ? usual : undefined;
}

/** What `--redact` names beside the usual. */
export function readExtra(flags: RecordingFlags): readonly (string | RegExp)[] {
  return flags.redact.map((text) => {
    try {
      return parseExtra(text);
    } catch (error) {
      throw new UsageError(messageOf(error));
    }
  });
}
