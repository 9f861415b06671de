/**
 * Wiretape as a library: read the tapes of Socket.IO, Engine.IO and WebSocket connections, and what
 * is on them.
 *
 * @module
 */

export { VERSION } from "./base/version.ts";
export type { Payload } from "./base/bytes.ts";
export type { JsonObject, JsonValue, Value, ValueObject } from "./base/json.ts";
export type { Note } from "./base/note.ts";
export type { Side } from "./base/side.ts";
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
