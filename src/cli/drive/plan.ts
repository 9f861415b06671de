// What will be sent to whom: the tape's sessions with live values in the places of hidden ones, and
// whatever keeps them from being sent.

import type { HeaderLine } from "../../net/engine_client/contract.ts";
import { type Fill, fillSession } from "../../replay/drive_fill.ts";
import { namespaceParameters } from "../../replay/drive_query.ts";
import { ownQuery } from "../../replay/returns.ts";
import type { ReplaySession } from "../../replay/script.ts";
import { counted } from "../../view/terminal/duration.ts";
import { addParameter } from "../added_parameter.ts";
import { namespaceOf, readTargetUrl, SEND_AS_HEADER } from "../target_url.ts";
import { UsageError } from "../usage_error.ts";
import {
  type Missing,
  missingHeader,
  missingParameter,
  missingValue,
  refuseMissing,
} from "./missing.ts";
import type { DrivenTape } from "./read_session_tape.ts";
import type { DriveRules } from "./rules.ts";

export interface SessionPlan {
  /** With live values. */
  readonly session: ReplaySession;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly HeaderLine[];
}

export interface DrivePlan {
  readonly url: URL;
  /** The new tape's `target`. */
  readonly shown: URL;
  readonly sessions: readonly SessionPlan[];
  /** What of the tape is not played, and why. */
  readonly notes: readonly string[];
  /** What is other than on the tape because it was given so, as rules of `diff`. */
  readonly replaced: readonly string[];
}

/** Headers that belong to the connection, or that our client writes by itself. */
const OWN_HEADERS =
  /^(?:host|connection|upgrade|sec-websocket-(?:key|version|extensions|accept)|content-(?:length|type|encoding)|accept-encoding|transfer-encoding|te|trailer|keep-alive|proxy-.*|expect)$/i;

export function planDrive(typed: string, tape: DrivenTape, rules: DriveRules): DrivePlan {
  const url = readTargetUrl(typed, {
    verb: "drive",
    example: "http://127.0.0.1:3000 or ws://127.0.0.1:3000/path",
    instead: SEND_AS_HEADER,
  });
  const recorded = tape.script.sessions.filter(({ isMidway }) => !isMidway);
  const [first] = recorded;
  if (first === undefined) {
    throw new UsageError(
      "Cannot drive this tape: no session on it has its beginning",
      "Wiretape plays sessions from their handshake on: record one from its start",
    );
  }
  checkPlace(namespaceOf(typed, url), recorded);
  const { fills, auth } = rules;
  const query = { ...Object.fromEntries(url.searchParams), ...rules.query };
  if (auth !== undefined) checkAuth(recorded);
  const missing: Missing[] = [];
  const used = new Set<Fill>();
  // A name that only namespaces are asked with belongs to them, and not into the handshake's URL.
  const elsewhere = new Set(
    recorded.flatMap(({ steps }) => steps.flatMap(({ meaning }) => namespaceParameters(meaning))),
  );
  const sessions = recorded.map((one): SessionPlan => {
    const live = { fills, query, ...(auth === undefined ? {} : { auth }) };
    const filled = fillSession(one, live);
    for (const fill of filled.used) used.add(fill);
    const plan = {
      session: filled.session,
      path: pathOf(one, url),
      query: queryOf(one, { given: query, elsewhere, tape, missing }),
      headers: headersOf(one, { given: rules.headers, tape, missing }),
    };
    missing.push(...filled.unfilled.map(missingValue));
    return plan;
  });
  refuseMissing(missing);
  checkFills(fills, used);
  const [plan] = sessions;
  const shown = new URL(url);
  if (first.carrier === "websocket") shown.pathname = plan?.path ?? "/";
  else shown.pathname = first.namespaces.find((name) => name !== "/") ?? "/";
  shown.search = "";
  for (const [name, value] of plan?.query ?? []) addParameter(shown, name, value);
  const names = Object.keys(query).filter((name) => !elsewhere.has(name));
  const replaced = [
    ...names.flatMap((name) => replacedParameter(name, recorded)),
    ...(auth === undefined ? [] : ["CONNECT:$"]),
  ];
  return { url, shown, sessions, notes: notesOn(tape, sessions.length), replaced };
}

/** What was hidden on the tape equals anything, without a rule. */
function replacedParameter(name: string, sessions: readonly ReplaySession[]): readonly string[] {
  const isHidden = sessions.every(({ request }) => request.hiddenParameters.includes(name));
  if (isHidden) return [];
  const event = sessions.every(({ carrier }) => carrier === "engine.io") ? "handshake:" : "";
  const key = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  return [`${event}$.query${key}`];
}

function notesOn({ script }: DrivenTape, played: number): readonly string[] {
  const left = script.sessions.length - played;
  const midway = left === 0
    ? []
    : [`${counted(left, "session")} of the tape cannot be played: the beginning is not on it`];
  return [...midway, ...script.notes.map(({ text }) => text)];
}

/** Revision 3 has no place for it but the query that a namespace is asked with. */
function checkAuth(sessions: readonly ReplaySession[]): void {
  const takesAuth = sessions.some(({ carrier, engineVersion, steps }) =>
    carrier === "engine.io" && engineVersion !== 3 ||
    steps.some(({ meaning }) => namespaceParameters(meaning).length > 0)
  );
  if (takesAuth) return;
  const isPlain = sessions.every(({ carrier }) => carrier === "websocket");
  throw new UsageError(
    "Cannot send --auth: " +
      (isPlain
        ? "the tape's client speaks plain WebSocket, which has no CONNECT"
        : "the tape's client speaks Engine.IO 3, whose CONNECT has no room for it"),
    isPlain ? "Give what its messages need with --fill" : "Give it with --query, or with --header",
  );
}

/** What fills nothing is a slip of the pen. */
function checkFills(fills: readonly Fill[], used: ReadonlySet<Fill>): void {
  const idle = fills.find((fill) => !used.has(fill));
  if (idle === undefined) return;
  throw new UsageError(
    `Cannot fill ${idle.path.text}: no message of the tape's client has it`,
    "deno task inspect shows its messages",
  );
}

/** The path of a Socket.IO URL is a namespace: which ones are joined is what the tape says. */
function checkPlace(namespace: string, sessions: readonly ReplaySession[]): void {
  const isPlain = sessions.some(({ carrier }) => carrier === "websocket");
  const known = sessions.flatMap(({ namespaces }) => namespaces);
  if (isPlain || namespace === "/" || known.includes(namespace)) return;
  throw new UsageError(
    `Cannot drive the namespace "${namespace}": the tape's client was in ${known.join(", ")}`,
    "Give the server alone, like http://127.0.0.1:3000: the tape says the rest",
  );
}

function pathOf({ carrier, request }: ReplaySession, { pathname }: URL): string {
  const path = request.path === "" ? "/" : request.path;
  return carrier === "websocket" && pathname !== "/" ? pathname : path;
}

interface Queries {
  readonly given: Readonly<Record<string, string>>;
  /** Names that have their place in other queries. */
  readonly elsewhere: ReadonlySet<string>;
  readonly tape: DrivenTape;
  readonly missing: Missing[];
}

function queryOf(
  session: ReplaySession,
  { given, elsewhere, tape, missing }: Queries,
): readonly (readonly [name: string, value: string])[] {
  const { request: { query, hiddenParameters } } = session;
  const own = new Set(ownQuery(session).map(([name]) => name));
  const isOwn = session.carrier === "websocket" ? (): boolean => true : isApplications;
  const kept = query.filter(([name]) => own.has(name) || isOwn(name));
  for (const [name] of kept) {
    if (!hiddenParameters.includes(name) || Object.hasOwn(given, name)) continue;
    missing.push(missingParameter(tape.hiddenHeaders(session)?.line ?? session.line, name));
  }
  const names = new Set(kept.map(([name]) => name));
  return [
    ...kept.map(([name, value]) => [name, given[name] ?? value] as const),
    ...Object.entries(given).filter(([name]) => !names.has(name) && !elsewhere.has(name)),
  ];
}

/** `b64` is the client's wish not to be sent binary bodies. */
function isApplications(name: string): boolean {
  return name === "b64";
}

function headersOf(
  session: ReplaySession,
  { given, tape, missing }: Omit<Queries, "elsewhere">,
): readonly HeaderLine[] {
  const replaced = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const kept = session.request.headers.filter(([name]) =>
    !OWN_HEADERS.test(name) && !replaced.has(name.toLowerCase())
  );
  const hidden = tape.hiddenHeaders(session);
  for (const [name] of kept) {
    if (hidden?.names.includes(name) === true) missing.push(missingHeader(hidden.line, name));
  }
  return [...kept, ...Object.entries(given)];
}
