/**
 * Recorded conversations in tests: a tape as the server that a client under test talks to, tapes
 * that are recorded the first time a test runs, and the question whether two tapes say the same.
 *
 * @module
 */

export type { JsonObject, JsonValue } from "../base/json.ts";
export type { Ender, Side } from "../base/side.ts";
export type { ActKind } from "../diff/act.ts";
export type { DiffRuleOptions, TimingOptions } from "../diff/rule_options.ts";
export type { NoiseKind } from "../diff/rules.ts";
export type { TargetTls } from "../net/connect.ts";
export type { PlayedBecause } from "../net/replay_server/played.ts";
export type { PlayedFault } from "../net/replay_server/replay_event.ts";
export type { ServerFault, TransportFault } from "../net/replay_server/transport_fault.ts";
export type { ServeMode, Unsuitable } from "../replay/casting.ts";
export type { Difference } from "../replay/difference.ts";
export type { Unexpected } from "../replay/outcome.ts";
export type { FaultCount } from "../replay/fault_memory.ts";
export type { Fault, FaultTarget } from "../replay/faults.ts";
export type { MatchMode, Miss } from "../replay/match.ts";
export type { Speed } from "../replay/pace.ts";
export type { PlaySpeed } from "../replay/player_contract.ts";
export type {
  LateSession,
  RefusedClient,
  ReplayReport,
  SessionClients,
  SessionReport,
} from "../replay/report.ts";
export type { EndedBy, NamedStep, Performance } from "../replay/tally.ts";
export type { Layer } from "../timeline/moment.ts";
export type * from "../view/json/diff_report.ts";
export { assertSameTape } from "./assert_same_tape.ts";
export { comparable, type ComparableReport } from "./comparable.ts";
export type { DiffTapesOptions } from "./diff_options.ts";
export { diffTapes, type DiffTextOptions, type TapeBytes, type TapeDiff } from "./diff_tapes.ts";
export type { ReplayOptions, SuppliedValue } from "./replay_options.ts";
export { type ReplayServer, replayServer } from "./replay_server.ts";
export { tape, type TapeMode, type TapeOptions, type TestTape } from "./tape.ts";
export { TapeDifferenceError } from "./tape_difference_error.ts";
export { TapeMismatchError } from "./tape_mismatch_error.ts";
