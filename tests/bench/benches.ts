// The benches by the name that asks for them: a new bench is one file and one line here.

import type { Bench } from "./bench.ts";
import { engineCodec } from "./codec_engine.ts";
import { socketCodec } from "./codec_socket.ts";
import { diffEdited, diffStrange } from "./diff.ts";
import { inspectHuge, inspectScan } from "./inspect.ts";
import { redaction } from "./redact.ts";
import { REPLAY_BENCHES } from "./replay.ts";
import { TAP_BENCHES } from "./tap.ts";
import { tapeIo } from "./tape_io.ts";
import { wireFrames } from "./wire_frames.ts";

/** `deno task bench wire` runs all of `wire`. */
export const BENCHES: { readonly [group: string]: readonly Bench[] } = {
  wire: [wireFrames, engineCodec, socketCodec, tapeIo, redaction],
  tap: TAP_BENCHES,
  replay: REPLAY_BENCHES,
  inspect: [inspectScan, inspectHuge],
  diff: [diffEdited, diffStrange],
};
