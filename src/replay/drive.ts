// The client's side of a recorded session, played to a live server. Pure: told what happens and what
// time it is, it answers with what the client does. The client says a thing when all that it had
// heard before on the tape has come (or was waited for in vain), and never sooner than it took there.

import type { Payload } from "../base/bytes.ts";
import type { MessageDecoder } from "../protocols/protocol.ts";
import { openMessages } from "../protocols/registry.ts";
import { withAckId } from "./ack_ids.ts";
import { Answers } from "./drive_answers.ts";
import {
  DRIVE_PATIENCE,
  type DriveCommand,
  type DriveEvent,
  type DriveOptions,
  type DriveOutcome,
} from "./drive_contract.ts";
import { DriveTally } from "./drive_tally.ts";
import { DriveTime } from "./drive_time.ts";
import { inTapeIds } from "./in_tape_ids.ts";
import { Gatherer, type Meaning } from "./meaning.ts";
import { stringIn } from "./returns.ts";
import type { ReplaySession, Step } from "./script.ts";

export class DrivenSession {
  readonly session: ReplaySession;
  readonly #options: DriveOptions;
  readonly #answers: Answers;
  readonly #tally: DriveTally;
  readonly #time: DriveTime;
  readonly #decoder: MessageDecoder;
  readonly #gatherer = new Gatherer();
  /** The client's steps that are still to be said. */
  readonly #toSay: Step[];
  /** Which of the client's steps an ack of the server's answers, by namespace and id. */
  readonly #asked = new Map<string, number>();
  /** The ids under which the live server asked, by step. */
  readonly #ackIds = new Map<number, number>();
  /** Namespaces that the server does not let the client be in. */
  readonly #shut = new Set<string>();
  readonly #endsByServer: boolean;
  #state: "new" | "playing" | "leaving" | "over" = "new";

  constructor(session: ReplaySession, options: DriveOptions) {
    this.session = session;
    this.#options = options;
    this.#answers = new Answers(session, options.rules);
    this.#tally = new DriveTally(session, this.#answers);
    this.#time = new DriveTime(session, options.speed, options.patience ?? DRIVE_PATIENCE);
    this.#endsByServer = session.ending.by === "server" && !isOutEverywhere(session);
    this.#toSay = session.steps.filter(({ from }) => from === "client");
    const { protocol, engineVersion, eventKeys } = session;
    this.#decoder = openMessages(protocol, {
      ...(engineVersion === undefined ? {} : { engineVersion }),
      ...(eventKeys === undefined ? {} : { eventKeys }),
    });
  }

  get isOver(): boolean {
    return this.#state === "over";
  }

  receive(event: DriveEvent, now: number): readonly DriveCommand[] {
    if (this.#state === "over") return [];
    const commands: DriveCommand[] = [];
    switch (event.kind) {
      case "connected":
        this.#connected(event.sid, now, commands);
        break;
      case "message":
        if (this.#state === "playing") this.#hear(event.data, now);
        break;
      case "refused":
      case "failed":
        this.#tally.refused(event);
        this.#state = "over";
        break;
      case "disconnected":
        this.#disconnected(event);
        break;
    }
    this.#advance(now, commands);
    return commands;
  }

  tick(now: number): readonly DriveCommand[] {
    const commands: DriveCommand[] = [];
    this.#advance(now, commands);
    return commands;
  }

  /** When `tick` has something to do again; undefined when only an event can bring more. */
  nextDue(): number | undefined {
    if (this.#state !== "playing") return undefined;
    const gate = this.#gate();
    if (gate !== undefined) return this.#time.givesUpAt(gate);
    const [next] = this.#toSay;
    const { ending } = this.session;
    if (next !== undefined) return this.#dueOf(next);
    return this.#endsByServer ? this.#time.givesUpAt(ending) : this.#time.goodbyeDue(ending);
  }

  outcome(): DriveOutcome {
    return this.#tally.outcome();
  }

  /** Nobody goes on with it: the recording was stopped. */
  stop(): void {
    if (this.#state === "over") return;
    this.#tally.stopped();
    this.#state = "over";
  }

  #connected(sid: string | undefined, now: number, commands: DriveCommand[]): void {
    this.#state = "playing";
    const { session, session: { engineVersion, refusal, namespaces } } = this;
    this.#time.begin(now);
    if (refusal !== undefined) {
      this.#tally.letIn();
      this.#leave(commands);
      return;
    }
    if (sid === undefined || session.sid === undefined) return;
    const { ids } = this.#options;
    ids.learn(session.sid, sid);
    if (engineVersion !== 3) return;
    // Revision 3 has no other sids: both sides make them of the session's.
    for (const namespace of namespaces) {
      ids.learn(`${namespace}#${session.sid}`, `${namespace}#${sid}`);
    }
  }

  #hear(data: Payload, now: number): void {
    const heard = this.#decoder.receive("server", data);
    for (const { meaning } of this.#gatherer.add(data, heard)) this.#heard(meaning, now);
  }

  #heard(live: Meaning, now: number): void {
    const { namespace } = live;
    const asked = live.kind === "ack" ? this.#asked.get(`${live.ackId} ${namespace}`) : undefined;
    const { step, finding, isMore } = this.#answers.hear(this.#inTapeIds(live), asked);
    if (finding !== undefined) this.#tally.found(finding);
    if (isMore === true) this.#tally.more(live);
    if (step !== undefined) {
      this.#time.passed(step, now);
      if (live.kind === "event" && live.ackId !== undefined) {
        this.#ackIds.set(step.index, live.ackId);
      }
    }
    if (live.kind !== "connect-error" && live.kind !== "disconnect") return;
    if (step === undefined || finding !== undefined) this.#shutOut(namespace, now);
  }

  /** A welcome brings the ids that the others are translated by. */
  #inTapeIds(live: Meaning): Meaning {
    const { ids } = this.#options;
    if (live.kind !== "connect") return inTapeIds(live, ids);
    const recorded = this.#answers.welcome(live.namespace)?.meaning;
    if (recorded?.kind === "connect") {
      for (const key of ["sid", "pid"]) {
        const [was, is] = [stringIn(recorded.data, key), stringIn(live.data, key)];
        if (was !== undefined && is !== undefined) ids.learn(was, is);
      }
    }
    const { data } = live;
    return data === undefined ? live : { ...live, data: ids.toRecorded(data) };
  }

  #disconnected(event: DriveEvent & { readonly kind: "disconnected" }): void {
    if (this.#state === "playing" && event.by === "server") {
      const isDone = this.#gate() === undefined &&
        this.#toSay.every(({ isOptional }) => isOptional);
      for (const step of this.#answers.required()) this.#tally.found(this.#answers.giveUp(step));
      for (const step of this.#toSay) this.#tally.unsent(step, "the server closed the connection");
      this.#tally.closedByServer(event, isDone, this.#options.rules.mode);
    }
    this.#state = "over";
  }

  /** Out of a namespace nothing comes from there, and nothing can be said. */
  #shutOut(namespace: string, now: number): void {
    this.#shut.add(namespace);
    const back = this.#toSay.find(({ meaning }) =>
      meaning.namespace === namespace && meaning.kind === "connect"
    );
    for (const step of [...this.#answers.required()]) {
      if (step.meaning.namespace !== namespace || step.index > (back?.index ?? Infinity)) continue;
      this.#giveUp(step, now);
    }
  }

  /** Does all that is due. */
  #advance(now: number, commands: DriveCommand[]): void {
    while (this.#state === "playing") {
      const gate = this.#gate();
      if (gate !== undefined) {
        if (this.#time.givesUpAt(gate) > now) return;
        this.#giveUp(gate, now);
        const isWelcome = gate.meaning.kind === "connect";
        if (isWelcome) this.#shutOut(gate.meaning.namespace, now);
        continue;
      }
      const [next] = this.#toSay;
      if (next === undefined) return this.#end(now, commands);
      if (this.#dueOf(next) > now) return;
      this.#toSay.shift();
      this.#say(next, now, commands);
    }
  }

  /** The first thing that has to come before the client goes on. */
  #gate(): Step | undefined {
    const [next] = this.#toSay;
    const isOff = this.#options.rules.mode === "off";
    if (isOff && next === undefined) return undefined;
    for (const step of this.#answers.required()) {
      if (next !== undefined && step.index > next.index) return undefined;
      if (!isOff || this.#isNeeded(step, next)) return step;
    }
    return undefined;
  }

  /** Even by time alone nobody speaks where they are not in, or answers what was not asked. */
  #isNeeded({ index, meaning }: Step, next: Step | undefined): boolean {
    if (index === next?.answers) return true;
    return meaning.kind === "connect" && meaning.namespace === next?.meaning.namespace;
  }

  #dueOf(step: Step): number {
    const isGoodbye = step.isOptional && step.meaning.kind === "disconnect";
    return isGoodbye ? this.#time.goodbyeDue(step) : this.#time.due(step);
  }

  #giveUp(step: Step, now: number): void {
    this.#tally.found(this.#answers.giveUp(step));
    this.#time.gaveUp(step, now);
  }

  #say(step: Step, now: number, commands: DriveCommand[]): void {
    const { meaning, line } = step;
    const { namespace } = meaning;
    this.#time.passed(step, now);
    if (meaning.kind === "connect") this.#shut.delete(namespace);
    if (this.#shut.has(namespace)) {
      return this.#tally.unsent(step, `the server does not let the client into ${namespace}`);
    }
    const messages = this.#messagesOf(step);
    if (messages === undefined) {
      return this.#tally.unsent(step, "the server did not ask for this answer");
    }
    if (meaning.kind === "event" && meaning.ackId !== undefined) {
      this.#asked.set(`${meaning.ackId} ${namespace}`, step.index);
    }
    const live = messages.map((message) => this.#options.ids.toLive(message));
    for (const message of live) this.#decoder.receive("client", message);
    this.#tally.sent();
    commands.push({ kind: "send", messages: live, line });
  }

  /** Our own ids stay as recorded; an answer goes under the id that the live server asked with. */
  #messagesOf({ meaning, answers, messages }: Step): readonly Payload[] | undefined {
    if (meaning.kind !== "ack" || answers === undefined) return messages;
    const ackId = this.#ackIds.get(answers);
    return ackId === undefined ? undefined : withAckId(messages, ackId);
  }

  #end(now: number, commands: DriveCommand[]): void {
    const { ending } = this.session;
    const due = this.#endsByServer ? this.#time.givesUpAt(ending) : this.#time.goodbyeDue(ending);
    if (due > now) return;
    if (this.#endsByServer) this.#tally.stayedOpen(this.#options.rules.mode);
    this.#leave(commands);
  }

  #leave(commands: DriveCommand[]): void {
    this.#state = "leaving";
    const { how, by, code, reason } = this.session.ending;
    const isOwn = by === "client";
    commands.push({
      kind: "leave",
      ...(isOwn && how === "closed" ? { silent: true } : {}),
      ...(isOwn && code !== undefined ? { code } : {}),
      ...(isOwn && reason !== undefined ? { reason } : {}),
    });
  }
}

/** A client that was refused wherever it asked goes by itself, whoever closes first. */
function isOutEverywhere({ protocol, steps }: ReplaySession): boolean {
  const refused = steps.some(({ meaning }) => meaning.kind === "connect-error");
  const isIn = steps.some(({ from, meaning }) => from === "server" && meaning.kind === "connect");
  return protocol === "socket.io" && refused && !isIn;
}
