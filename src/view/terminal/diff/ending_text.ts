// How a session ended, in words, and how long it had lasted.

import type { ActSession } from "../../../diff/act.ts";
import type { Ending } from "../../../timeline/sessions_story.ts";
import { formatDuration } from "../duration.ts";
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
  return printable(withMarks(howItEnded(ending)));
}

function howItEnded(ending: Ending): string {
  const { kind, code, reason } = ending;
  const by = ending.by ?? "somebody";
  const words = [code, reason].filter((word) => word !== undefined && word !== "").join(" ");
  switch (kind) {
    case "close-packet":
      return `${by} closed the session`;
    case "disconnect":
      return `${by} disconnected`;
    case "close-frame":
      return `${by} closed the websocket${words === "" ? "" : ` (${words})`}`;
    case "connection-closed":
      return `${by} closed the connection without a word`;
    case "connection-reset":
      return `${by} reset the connection`;
    case "unknown-session":
      return `server no longer knew it${words === "" ? "" : ` (${words})`}`;
    case "tape-ended":
      return "still open when the tape ended";
  }
}
