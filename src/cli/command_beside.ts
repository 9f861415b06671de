// `-- COMMAND`: a program that is run beside a server of ours, which it finds in WIRETAPE_URL.

import { messageOf } from "../base/errors.ts";
import type { Child, Host } from "./host.ts";

/** What shells answer when there is no such command, and when there is and it cannot be run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

export interface CommandBeside {
  readonly command: readonly string[];
  /** What it finds in WIRETAPE_URL. */
  readonly url: string;
  readonly host: Host;
  /** Told why, when it cannot be started. */
  readonly failed: (reason: string) => void;
}

/** The system's words without the command, which is named beside them. */
function reasonOf(cause: unknown): string {
  const words = messageOf(cause).replace(/^Failed to spawn '.*?': /s, "");
  return words === "entity not found" ? "there is no such command" : words;
}

/** What cannot be started has ended already. */
export function startBeside({ command, url, host, failed }: CommandBeside): Child {
  try {
    return host.spawn(command, { WIRETAPE_URL: url });
  } catch (cause) {
    const isMissing = cause instanceof Error && cause.name === "NotFound";
    failed(reasonOf(cause));
    return { code: Promise.resolve(isMissing ? NOT_FOUND : NOT_EXECUTABLE), kill(): void {} };
  }
}
