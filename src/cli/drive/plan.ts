// What will be sent to whom: the tape's sessions with live values in the places of hidden ones. What
// is hidden and was not given would be sent as asterisks: that is refused, by line, with the flag.

import type { HeaderLine } from "../../net/engine_client/contract.ts";
import { fillSession, type Unfilled } from "../../replay/drive_fill.ts";
import { ownQuery } from "../../replay/returns.ts";
import type { ReplaySession } from "../../replay/script.ts";
import { readHeaders, readPairs } from "../client_flags.ts";
import { readTargetUrl, SEND_AS_HEADER } from "../target_url.ts";
import { UsageError } from "../usage_error.ts";
import type { DriveFlags } from "./flags.ts";
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
}

/** Headers that belong to the connection, or that our client writes by itself. */
const OWN_HEADERS =
  /^(?:host|connection|upgrade|sec-websocket-(?:key|version|extensions|accept)|content-(?:length|type|encoding)|accept-encoding|transfer-encoding|te|trailer|keep-alive|proxy-.*|expect)$/i;

export function planDrive(
  typed: string,
  tape: DrivenTape,
  { fills, auth }: DriveRules,
  flags: DriveFlags,
): DrivePlan {
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
  checkPlace(url, recorded);
  const given = {
    ...Object.fromEntries(url.searchParams),
    ...readPairs(flags.query, "=", "--query"),
  };
  const headers = readHeaders(flags.header);
  const sessions = recorded.map((one): SessionPlan => {
    const { session, unfilled } = fillSession(one, fills, auth);
    const [problem] = unfilled;
    if (problem !== undefined) throw unfilledMessage(problem);
    return {
      session,
      path: pathOf(one, url),
      query: queryOf(one, given, tape),
      headers: headersOf(one, headers, tape),
    };
  });
  const [plan] = sessions;
  const shown = new URL(url);
  if (first.carrier === "websocket") shown.pathname = plan?.path ?? "/";
  else shown.pathname = first.namespaces.find((name) => name !== "/") ?? "/";
  shown.search = "";
  for (const [name, value] of plan?.query ?? []) shown.searchParams.set(name, value);
  return { url, shown, sessions };
}

/** The path of a Socket.IO URL is a namespace: which ones are joined is what the tape says. */
function checkPlace({ pathname }: URL, sessions: readonly ReplaySession[]): void {
  const isPlain = sessions.some(({ carrier }) => carrier === "websocket");
  const known = sessions.flatMap(({ namespaces }) => namespaces);
  if (isPlain || pathname === "/" || known.includes(pathname)) return;
  throw new UsageError(
    `Cannot drive the namespace "${pathname}": the tape's client was in ${known.join(", ")}`,
    "Give the server alone, like http://127.0.0.1:3000: the tape says the rest",
  );
}

function pathOf({ carrier, request }: ReplaySession, { pathname }: URL): string {
  const path = request.path === "" ? "/" : request.path;
  return carrier === "websocket" && pathname !== "/" ? pathname : path;
}

function queryOf(
  session: ReplaySession,
  given: Readonly<Record<string, string>>,
  tape: DrivenTape,
): readonly (readonly [name: string, value: string])[] {
  const { request: { query, hiddenParameters } } = session;
  const own = new Set(ownQuery(session).map(([name]) => name));
  const isOwn = session.carrier === "websocket" ? (): boolean => true : isApplications;
  const kept = query.filter(([name]) => own.has(name) || isOwn(name));
  for (const [name] of kept) {
    if (!hiddenParameters.includes(name) || Object.hasOwn(given, name)) continue;
    const line = tape.hiddenHeaders(session)?.line ?? session.line;
    throw new UsageError(
      `Cannot send entry ${line}: "${name}" in its query was hidden on the tape`,
      `Give it with --query ${name}=…`,
    );
  }
  const names = new Set(kept.map(([name]) => name));
  return [
    ...kept.map(([name, value]) => [name, given[name] ?? value] as const),
    ...Object.entries(given).filter(([name]) => !names.has(name)),
  ];
}

/** `b64` is the client's wish not to be sent binary bodies. */
function isApplications(name: string): boolean {
  return name === "b64";
}

function headersOf(
  session: ReplaySession,
  given: Readonly<Record<string, string>>,
  tape: DrivenTape,
): readonly HeaderLine[] {
  const replaced = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const kept = session.request.headers.filter(([name]) =>
    !OWN_HEADERS.test(name) && !replaced.has(name.toLowerCase())
  );
  const hidden = tape.hiddenHeaders(session);
  for (const [name] of kept) {
    if (hidden === undefined || !hidden.names.includes(name)) continue;
    throw new UsageError(
      `Cannot send entry ${hidden.line}: its header "${name}" was hidden on the tape`,
      `Give it with --header '${name}: …'`,
    );
  }
  return [...kept, ...Object.entries(given)];
}

function unfilledMessage({ line, place, path }: Unfilled): UsageError {
  if (place === "somewhere" || path === undefined) {
    return new UsageError(
      `Cannot send entry ${line}: something in it was hidden on the tape, and nobody can tell where`,
      "Record the session again with --keep-secrets, and keep that tape to yourself",
    );
  }
  const what = `Cannot send entry ${line}: ${path} in it was hidden on the tape`;
  const fill = `--fill '${path}=env:WIRETAPE_TOKEN'`;
  return new UsageError(
    what,
    place === "auth" ? `Give it with --auth '{…}', or with ${fill}` : `Give it with ${fill}`,
  );
}
