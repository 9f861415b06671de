// Reads a tape into acts: every line once, what is said kept once, all else forgotten.

import type { StoredTape } from "../tape/reader.ts";
import type { TapeLine } from "../tape/entry.ts";
import { type Markers, markHidden } from "../timeline/hidden.ts";
import type { Layer, Moment } from "../timeline/moment.ts";
import { SessionStories } from "../timeline/sessions.ts";
import type { Story } from "../timeline/sessions_story.ts";
import { Timeline, timelineOptions } from "../timeline/timeline.ts";
import type { ActTape } from "./act.ts";
import { ActReader } from "./act_reader.ts";
import { withoutLeaving } from "./endings.ts";
import type { DiffRules } from "./rules.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** There, leaving is packets and frames like any others. */
const DEEP_LAYERS: readonly Layer[] = ["engine", "wire"];

/** How to read a tape. */
export interface ReadActsOptions {
  /** What the user called the tape. */
  readonly name: string;
  readonly rules: DiffRules;
  /** Shared by the tapes that are to be compared. */
  readonly vocabulary: Vocabulary;
  /** Told how many lines were read, now and then. */
  readonly onProgress?: (lines: number) => void;
}

export async function readActs(tape: StoredTape, options: ReadActsOptions): Promise<ActTape> {
  const { name, rules, vocabulary, onProgress } = options;
  const timeline = new Timeline(timelineOptions(tape));
  const stories = new SessionStories();
  const reader = new ActReader(vocabulary, rules);
  let lines = 0;
  let milliseconds = 0;
  const moments: Moment[] = [];
  for await (const batch of tape.batches) {
    for (const line of batch) {
      const { line: marked, markers } = markedLine(line);
      timeline.receive(marked, moments);
      for (const moment of moments) {
        stories.receive(moment);
        reader.receive(moment, markers);
      }
      moments.length = 0;
      if (line.entry.at > milliseconds) milliseconds = line.entry.at;
    }
    lines += batch.length;
    onProgress?.(lines);
  }
  const told = storiesById(stories.stories());
  return {
    name,
    entries: lines,
    milliseconds,
    startedAt: tape.header.startedAt,
    mode: tape.header.mode,
    sessions: reader.finish().map((session, index) => {
      const whole = session.finish(index + 1, told.get(session.id));
      return DEEP_LAYERS.includes(rules.layer) ? whole : withoutLeaving(whole);
    }),
    notes: endingNotes(tape),
  };
}

/** A line with markers in the places of its secrets. */
function markedLine(
  line: TapeLine,
): { readonly line: TapeLine; readonly markers: Markers | undefined } {
  if (!line.known || line.entry.redacted === undefined) return { line, markers: undefined };
  const marked = markHidden(line.entry);
  if (marked === undefined) return { line, markers: undefined };
  return { line: { ...line, entry: marked.entry }, markers: marked.markers };
}

/** By sid, or by the number of the connection. */
function storiesById(stories: readonly Story[]): ReadonlyMap<string | number, Story> {
  return new Map(
    stories.filter(({ kind }) => kind !== "http").map((story) => [
      "sid" in story ? story.sid : "conn" in story ? story.conn : "",
      story,
    ]),
  );
}

function endingNotes(tape: StoredTape): readonly string[] {
  const ending = tape.ending();
  switch (ending.state) {
    case "cut-short":
      return ["it was cut short: its last line is no end"];
    case "torn":
      return [`it was torn: its last line, ${ending.line}, is not whole`];
    default:
      return [];
  }
}
