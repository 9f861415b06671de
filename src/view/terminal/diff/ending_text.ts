// How a session ended, in words, and how long it had lasted.

import type { ActSession } from "../../../diff/act.ts";
import type { Ending } from "../../../timeline/sessions_story.ts";
import { formatDuration } from "../duration.ts";
import { endingWords } from "../ending_words.ts";
import { printable } from "../event_line.ts";
import { withMarks } from "./marks.ts";

/** `client disconnected after 2.07 s` */
export function endingText(ending: Ending, session: ActSession | undefined): string {
  const how = howText(ending);
  const story = session?.story;
  if (story === undefined || ("beganBefore" in story && story.beganBefore === true)) return how;
  return `${how} after ${formatDuration(ending.at - story.at)}`;
}

export function howText(ending: Ending): string {
  return printable(withMarks(endingWords(ending)));
}
