/**
 * Wiretape as a library: read the tapes of Socket.IO, Engine.IO and WebSocket connections, what is
 * on them, and what is different between two of them.
 *
 * @module
 */

export { VERSION } from "./base/version.ts";
export type { Payload } from "./base/bytes.ts";
export type { JsonObject, JsonValue, Value, ValueObject } from "./base/json.ts";
export type { Note } from "./base/note.ts";
export type { Ender, Side } from "./base/side.ts";
export type { ActKind } from "./diff/act.ts";
export type { DiffRuleOptions, TimingOptions } from "./diff/rule_options.ts";
export type { NoiseKind } from "./diff/rules.ts";
export type { Decoded, DecodedEvent, Packet, Transport } from "./protocols/protocol.ts";
export type { DecoderOptions } from "./protocols/registry.ts";
export type * from "./tape/entry.ts";
export { FORMAT } from "./tape/entry.ts";
export type { TapeSource } from "./tape/line_runs.ts";
export type { LineSplitterOptions } from "./tape/lines.ts";
export type { Migration } from "./tape/migrate.ts";
export { type Ending, readTape, type ReadTapeOptions, type StoredTape } from "./tape/reader.ts";
export { TapeError, type TapeProblem } from "./tape/problem.ts";
export { type DecodedLine, decodeTape } from "./timeline/decode_tape.ts";
export type { Layer } from "./timeline/moment.ts";
export type { DiffTapesOptions } from "./testing/diff_options.ts";
export {
  diffTapes,
  type DiffTextOptions,
  type TapeBytes,
  type TapeDiff,
} from "./testing/diff_tapes.ts";
export type * from "./view/json/diff_report.ts";
