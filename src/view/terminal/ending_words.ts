// How a session ended, in words: who did it, and what was said.

import type { Ending } from "../../timeline/sessions_story.ts";

/** `client closed the websocket (1000 bye)`; what peers said stands in it as it is. */
export function endingWords({ kind, by: who, code, reason }: Ending): string {
  const by = who ?? "somebody";
  const words = [code, reason].filter((word) => word !== undefined && word !== "").join(" ");
  const said = words === "" ? "" : ` (${words})`;
  switch (kind) {
    case "close-packet":
      return `${by} closed the session`;
    case "disconnect":
      return `${by} disconnected`;
    case "close-frame":
      return `${by} closed the websocket${said}`;
    case "connection-closed":
      return `${by} closed the connection without a word`;
    case "connection-reset":
      return `${by} reset the connection`;
    case "unknown-session":
      return `server no longer knew it${said}`;
    case "tape-ended":
      return who === "tap"
        ? "still open when the recording ended"
        : "still open when the tape ended";
  }
}
