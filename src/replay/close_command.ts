// How a session ends for its client when the server of the tape ended it.

import type { Command } from "./player_contract.ts";
import type { SessionEnding } from "./script.ts";

export function closeCommand({ how, code, reason }: SessionEnding): Command {
  return {
    kind: "close",
    how,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
  };
}
