// A recording's monitor as most tests want it: of a Socket.IO server, with nothing to stop.

import { Monitor } from "../../../src/cli/recording/monitor.ts";
import type { Talk } from "../../../src/cli/recording/talk.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";

export function watching(talk: Talk, tellsFailures: boolean): Monitor {
  return new Monitor({
    target: new URL("http://127.0.0.1:3000/"),
    talk,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    watch: [],
    events: undefined,
    debug: false,
    tellsFailures,
    advisers: [],
    stop(): void {},
  });
}
