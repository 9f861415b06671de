// `proxy` from its flags to its exit code: a tap for anybody's client, recorded until it is stopped
// or until the command that it was started for has ended.

import { startTap, type Tap } from "../../net/tap.ts";
import { lateOwner, type TapOwner } from "../../net/tap_owner.ts";
import { originOf, targetOf } from "../../net/target.ts";
import { readTrust } from "../certificate_files.ts";
import { startBeside } from "../command_beside.ts";
import type { ExitCode } from "../exit_code.ts";
import type { Child, Host } from "../host.ts";
import { readLimit, watchedBy } from "../recording/flags.ts";
import { Recording, type RecordingEnd } from "../recording/recording.ts";
import { CookieAdviser, CrossOriginAdviser } from "./advisers.ts";
import type { ProxyFlags } from "./flags.ts";
import { ForwardProxyAdviser } from "./forward_proxy.ts";
import { type ProxyPlan, readProxyPlan } from "./plan.ts";
import { tapUrl, welcomeLines } from "./welcome.ts";

/** `command`: what to run meanwhile, empty for nothing. */
export async function proxy(
  typed: string,
  command: readonly string[],
  flags: ProxyFlags,
  host: Host,
): Promise<ExitCode | number> {
  const plan = readProxyPlan(typed, flags, host);
  const limit = readLimit(flags, undefined);
  const trust = readTrust(flags, host);
  // Listens first: a recording that cannot begin leaves no tape.
  const owners: TapOwner[] = [];
  const tap = await startTap({
    ...plan.listen,
    target: targetOf(plan.target),
    owner: lateOwner(owners),
    nextPort: true,
    tls: trust,
    rewrite: plan.rewrite,
    ...(plan.serve === undefined ? {} : { serve: plan.serve }),
  });
  let isHurried = false;
  try {
    const recording = record(plan, tap, command, flags, host);
    void recording.hurried.then(() => isHurried = true);
    owners.push(recording.recorder);
    recording.limit(limit);
    const isAlone = command.length === 0;
    if (isAlone && !flags.json) recording.talk.show(tapUrl(plan, tap));
    for (const line of welcomeLines(plan, tap, isAlone)) recording.talk.tell(line);
    return await run({ plan, tap, command, flags, recording, host });
  } finally {
    const gone = tap[Symbol.asyncDispose]();
    if (!isHurried) await gone;
  }
}

function record(
  plan: ProxyPlan,
  tap: Tap,
  command: readonly string[],
  flags: ProxyFlags,
  host: Host,
): Recording {
  const isAlone = command.length === 0;
  const target = targetOf(plan.target);
  const { origin, allowOrigin } = plan.rewrite;
  return new Recording({
    mode: "proxy",
    target: plan.target,
    watch: watchedBy(flags),
    // The command has the screen.
    flags: isAlone ? flags : { ...flags, quiet: true },
    host,
    bodies: flags.bodies,
    keys: isAlone && !flags.noKeys,
    advisers: (advise) => [
      new CrossOriginAdviser(advise, {
        allowed: allowOrigin,
        sent: origin === true ? originOf(target) : undefined,
      }),
      new ForwardProxyAdviser(advise, { target, tap, url: tapUrl(plan, tap) }),
      ...(flags.rewriteCookies ? [] : [new CookieAdviser(advise, plan.serve !== undefined)]),
    ],
  });
}

interface Run {
  readonly plan: ProxyPlan;
  readonly tap: Tap;
  readonly command: readonly string[];
  readonly flags: ProxyFlags;
  readonly recording: Recording;
  readonly host: Host;
}

const STOPPED: RecordingEnd = { kind: "stopped" };

async function run(options: Run): Promise<ExitCode | number> {
  const { tap, command, recording } = options;
  const child = command.length === 0 ? undefined : start(options);
  const stopped = new Promise<void>((resolve) => {
    if (recording.stopped.aborted) resolve();
    recording.stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  const code = await (child === undefined ? stopped : untilEnded(child, stopped, options));
  await Promise.race([tap[Symbol.asyncDispose](), recording.hurried]);
  if (recording.monitor.gauges.connections === 0) recording.talk.tell("Nobody connected");
  const verdict = await recording.finish(STOPPED);
  return typeof code === "number" && code !== 0 ? code : verdict;
}

function start({ plan, tap, command, recording, host }: Run): Child {
  return startBeside({
    command,
    url: tapUrl(plan, tap),
    host,
    failed(reason): void {
      recording.recorder.note("proxy/command", `Cannot run "${command[0]}": ${reason}`);
      recording.say(`Cannot run "${command.join(" ")}": ${reason}`);
    },
  });
}

/** How long a command that was told to end may take before anybody wonders. */
export const WONDER_MILLISECONDS = 500;

/** The command's exit code. Whoever ends the recording ends the command, too. */
async function untilEnded(
  child: Child,
  stopped: Promise<void>,
  { command, flags, recording, host }: Run,
): Promise<number> {
  const shown = command.join(" ");
  let wondering: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  void stopped.then(() => {
    if (hasEnded) return;
    const isOurs = recording.endedByItself;
    if (isOurs) {
      recording.say(`Ending "${shown}" because of ${limitOf(flags)}; its exit code is passed on`);
    }
    // In a terminal the command was told by the same Ctrl-C.
    if (!host.stdin.isTerminal || isOurs) child.kill("SIGTERM");
    wondering = setTimeout(() => {
      recording.say(`Waiting for "${shown}" to end; Ctrl-C ${isOurs ? "twice" : "again"} kills it`);
    }, WONDER_MILLISECONDS);
  });
  void recording.hurried.then(() => child.kill("SIGKILL"));
  const code = await child.code;
  hasEnded = true;
  clearTimeout(wondering);
  return code;
}

/** What may have ended a recording by itself. */
function limitOf({ duration, events }: ProxyFlags): string {
  return [
    ...(duration === undefined ? [] : [`--duration ${duration}`]),
    ...(events === undefined ? [] : [`--events ${events}`]),
  ].join(" or ");
}
