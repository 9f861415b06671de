// When and where an entry was: on the clock, on which connection, in which session, from whom.

import { formatDuration } from "../duration.ts";
import type { Fact } from "./facts.ts";
import type { ShowInput } from "./input.ts";
import { findPrevious, findUpgrade } from "./neighbours.ts";

export function placeFacts(input: ShowInput): readonly Fact[] {
  const { entry } = input.line;
  const conn = "conn" in entry && typeof entry.conn === "number" ? entry.conn : undefined;
  return [
    ["When", when(input)],
    ...(conn === undefined ? [] : [["Connection", connection(input, conn)] as const]),
    ...sessionFacts(input),
  ];
}

function when(input: ShowInput): string {
  const { line: { entry: { at } }, header } = input;
  const startedAt = header === undefined ? NaN : Date.parse(header.startedAt);
  const clock = Number.isNaN(startedAt)
    ? ""
    : ` (${new Date(startedAt + at).toISOString().replace("T", " ").replace("Z", " UTC")})`;
  const previous = findPrevious(input);
  const since = previous === undefined || previous.at > at
    ? ""
    : `, ${
      formatDuration(at - previous.at)
    } after the last on its connection (line ${previous.line.number})`;
  return `${(at / 1000).toFixed(6)} s after the start${clock}${since}`;
}

function connection(input: ShowInput, conn: number): string {
  const { entry } = input.line;
  if (entry.kind !== "message" && entry.kind !== "control") return `TCP connection ${conn}`;
  const request = findUpgrade(input, conn);
  return request === undefined
    ? `TCP connection ${conn}`
    : `TCP connection ${conn}, a WebSocket by the request on line ${request.line.number}`;
}

function sessionFacts({ moments }: ShowInput): readonly Fact[] {
  const decoded = moments.find((moment) => moment.decoded !== undefined)?.decoded;
  if (decoded === undefined) return [];
  const carrier = decoded.packets.find(({ protocol }) => protocol === "engine.io");
  const version = carrier !== undefined && "version" in carrier ? ` ${carrier.version}` : "";
  return decoded.session === undefined
    ? []
    : [["Session", `Engine.IO${version} session ${decoded.session}, by ${decoded.transport}`]];
}
