// `replay` from its flags to its exit code: the tape's server for whatever clients come, until it is
// stopped; or, in a test, until the tape has been played or the command has ended.

import { systemClock } from "../../base/clock.ts";
import { type ReplayServer, startReplayServer } from "../../net/replay_server/replay_server.ts";
import { type Supply, supplyScript } from "../../replay/supply.ts";
import { startBeside } from "../command_beside.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Child, Host } from "../host.ts";
import { listenForControls } from "../recording/controls.ts";
import { Talk } from "../recording/talk.ts";
import type { ReplayFlags } from "./flags.ts";
import { listenForKeys } from "./keys.ts";
import { readReplayPlan, type ReplayPlan } from "./plan.ts";
import { isGood, junitXml, type Outcome, outcomeJson, summaryLines } from "./summary.ts";
import { openPlayedTape, type PlayedTape } from "./tape.ts";
import { Teller } from "./tell.ts";
import { clientUrl, serverUrl, welcomeLines } from "./welcome.ts";
import { writeFile } from "./write_file.ts";

/** `command`: what to run meanwhile, empty for nothing. */
export async function replay(
  typed: string | undefined,
  command: readonly string[],
  flags: ReplayFlags,
  host: Host,
): Promise<ExitCode | number> {
  const plan = readReplayPlan(command, flags, host);
  const { tape, unused } = supplied(await openPlayedTape(typed, host), plan);
  const isQuiet = flags.quiet || flags.json || !plan.isAlone;
  const talk = new Talk({ host, quiet: isQuiet });
  const hasKeys = plan.isAlone && !flags.noKeys;
  const isHeard = hasKeys && host.stdin.isTerminal;
  const teller = new Teller(talk, isHeard);
  const clock = systemClock();
  const stop = Promise.withResolvers<"stopped">();
  const hurry = Promise.withResolvers<void>();
  const server = await startReplayServer({
    ...plan.server,
    script: tape.script,
    ...(flags.quiet ? {} : { onEvent: (event) => teller.happened(event) }),
  });
  using _controls = listenForControls({
    host,
    keys: false,
    mark: () => {},
    stop: () => stop.resolve("stopped"),
    hurry: () => hurry.resolve(),
    now: () => clock.now(),
  });
  using _keys = hasKeys ? listenForKeys(server, host, (line) => talk.tell(line)) : undefined;
  try {
    if (!flags.quiet) greet(tape, plan, { ...flags, hasKeys: isHeard }, server, talk);
    for (const { text } of flags.quiet ? [] : unused) {
      talk.tell(`--supply '${text}' is not used: the server's messages have nothing hidden there`);
    }
    talk.keepStatus(() => statusOf(server));
    const { because, code } = await until(
      { plan, tape, command, server, host, talk },
      { stopped: stop.promise, hurried: hurry.promise },
    );
    await Promise.race([server[Symbol.asyncDispose](), hurry.promise]);
    teller.flush();
    const outcome: Outcome = {
      isTest: plan.isTest,
      tape: tape.name,
      serve: plan.server.serve ?? "",
      match: plan.match,
      seed: plan.seed,
      because,
      seconds: Math.round(clock.now()) / 1000,
      wanted: plan.server.faults ?? [],
      faults: server.faults(),
      report: server.report(),
    };
    tell(outcome, flags, host, talk);
    await talk.finish();
    if (code !== undefined && code !== EXIT.fine) return code;
    const isVerdict = plan.isTest || because === "failed";
    return isVerdict && !isGood(outcome) ? EXIT.differs : EXIT.fine;
  } finally {
    talk.endStatus();
    await Promise.race([server[Symbol.asyncDispose](), hurry.promise]);
  }
}

/** The tape with what the user has in the places of what was hidden. */
function supplied(
  tape: PlayedTape,
  { supplies }: ReplayPlan,
): { readonly tape: PlayedTape; readonly unused: readonly Supply[] } {
  const { script, unused } = supplyScript(tape.script, supplies);
  return { tape: { ...tape, script }, unused };
}

function greet(
  tape: PlayedTape,
  plan: ReplayPlan,
  { json, hasKeys }: { readonly json: boolean; readonly hasKeys: boolean },
  server: ReplayServer,
  talk: Talk,
): void {
  const [session] = tape.script.sessions;
  if (session !== undefined && plan.isAlone && !json) talk.show(clientUrl(session, server));
  for (const problem of tape.problems) talk.tell(problem);
  for (const line of welcomeLines(tape, plan, server, hasKeys)) talk.tell(line);
}

function statusOf(server: ReplayServer): readonly string[] {
  const clients = server.clientCount;
  return [
    clients === 1 ? "1 client" : `${clients} clients`,
    ...(server.isPaused ? ["paused"] : [`speed ${server.speed}`]),
  ];
}

interface Run {
  readonly plan: ReplayPlan;
  readonly tape: PlayedTape;
  readonly command: readonly string[];
  readonly server: ReplayServer;
  readonly host: Host;
  readonly talk: Talk;
}

interface RunEnd {
  readonly because: Outcome["because"];
  /** Of the command. */
  readonly code?: number;
}

/** What the user wishes: the end, and then the end at once. */
interface Wishes {
  readonly stopped: Promise<"stopped">;
  readonly hurried: Promise<void>;
}

async function until(run: Run, wishes: Wishes): Promise<RunEnd> {
  const { plan, server } = run;
  const { stopped } = wishes;
  if (!plan.isAlone) return await untilCommandEnds(run, wishes);
  const isEndless = !plan.isTest || plan.server.loop === true;
  const played = isEndless ? cutShort(server) : server.played;
  return { because: await Promise.race([stopped, played]) };
}

/** What ends even what has no end of its own: `--fail-fast`, and that nobody comes to a test. */
async function cutShort({ played }: ReplayServer): Promise<"failed" | "nobody"> {
  const because = await played;
  if (because === "failed" || because === "nobody") return because;
  return await new Promise(() => {});
}

/** How long clients may take to be gone when their command has ended, in milliseconds. */
export const LAST_LEAVES = 1000;

async function untilCommandEnds(run: Run, { stopped, hurried }: Wishes): Promise<RunEnd> {
  const { server, host } = run;
  const child = start(run);
  const ended: { because: Outcome["because"] } = { because: "command" };
  const end = (because: Outcome["because"], isTold: boolean): void => {
    ended.because = because;
    if (!isTold) child.kill("SIGTERM");
  };
  // In a terminal the command was told by the same Ctrl-C.
  void stopped.then(() => end("stopped", host.stdin.isTerminal));
  void cutShort(server).then((because) => end(because, false));
  void hurried.then(() => child.kill("SIGKILL"));
  const code = await child.code;
  // Its clients end with it, a moment earlier or later: that is not to be chance.
  await Promise.race([server.whenEmpty(LAST_LEAVES), hurried]);
  // What we ended ourselves says nothing with its code.
  return ended.because === "failed" ? { because: "failed" } : { because: ended.because, code };
}

function start({ tape, command, server, host, talk }: Run): Child {
  const [session] = tape.script.sessions;
  return startBeside({
    command,
    url: session === undefined ? server.url : serverUrl(session, server),
    host,
    failed: (reason) => talk.tell(`Cannot run "${command.join(" ")}": ${reason}`),
  });
}

function tell(outcome: Outcome, flags: ReplayFlags, host: Host, talk: Talk): void {
  const json = outcomeJson(outcome);
  const { report, junit } = flags;
  if (report !== undefined) {
    writeFile(host.resolvePath(report), `${JSON.stringify(json, undefined, 2)}\n`);
  }
  if (junit !== undefined) writeFile(host.resolvePath(junit), junitXml(outcome));
  if (flags.json) {
    talk.show(JSON.stringify(json));
    return;
  }
  talk.endStatus();
  // Who wants no messages is told what went wrong.
  if (flags.quiet && (isGood(outcome) || !outcome.isTest)) return;
  talk.tell("");
  for (const line of summaryLines(outcome)) talk.tell(line);
}
