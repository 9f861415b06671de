// Plays one recorded session to one live client, without doing anything itself: it is told what
// happened and when, and answers with what is to be done. The same events at the same times give the
// same commands.

import type { Payload } from "../base/bytes.ts";
import { withAckId } from "./ack_ids.ts";
import { Expectations, NOTHING, type Outcome } from "./expectations.ts";
import { Listener } from "./listener.ts";
import { inTapeIds } from "./in_tape_ids.ts";
import type { Meaning } from "./meaning.ts";
import type { Speed } from "./pace.ts";
import { PATIENCE } from "./player_contract.ts";
import type { Command, PlayerEvent, PlayerOptions, PlaySpeed } from "./player_contract.ts";
import { isOpenAlready, refusalOf, welcomeTo } from "./replies.ts";
import { stringIn } from "./returns.ts";
import type { ReplaySession, Step } from "./script.ts";
import { type Performance, Tally } from "./tally.ts";
import { timesOf, Tracks } from "./tracks.ts";

export class Player {
  readonly session: ReplaySession;
  readonly #options: PlayerOptions;
  readonly #listener: Listener;
  readonly #expectations: Expectations;
  readonly #tracks: Tracks;
  readonly #tally: Tally;
  readonly #times: readonly number[];
  readonly #end: number;
  /** By namespace and id: the server's steps that want an answer. */
  readonly #asked = new Map<string, number>();
  /** By step: the id under which the live client wants its answer. */
  readonly #ackIds = new Map<number, number | undefined>();
  /** By the step that they answer: answers that came too early for their questions. */
  readonly #deferred = new Map<number, Step>();
  #speed: PlaySpeed;
  #state: "new" | "playing" | "over" = "new";
  #isPaused = false;

  constructor(session: ReplaySession, options: PlayerOptions) {
    this.session = session;
    this.#options = options;
    this.#speed = options.speed ?? 1;
    this.#listener = new Listener(session);
    this.#expectations = new Expectations(session, options.rules);
    const { times, end } = timesOf(session, options.limitIdle ?? Infinity);
    this.#times = times;
    this.#end = end;
    const hasGates = options.rules.mode !== "off";
    const speed = speedOf(this.#speed);
    this.#tracks = new Tracks(session, times, this.#expectations, { speed, hasGates });
    this.#tally = new Tally(session, this.#expectations);
  }

  /** Nothing more will be played. */
  get isOver(): boolean {
    return this.#state === "over";
  }

  receive(event: PlayerEvent, now: number): readonly Command[] {
    if (this.#state === "over") return [];
    const commands: Command[] = [];
    // What was due before comes before, even if nobody asked in between.
    if (event.kind !== "disconnected") this.#advance(now, commands);
    if (this.isOver) return commands;
    this.#tracks.settle(now);
    switch (event.kind) {
      case "connected":
        this.#connected(event.sid, now);
        break;
      case "message":
        for (const said of this.#listener.hear(event.data)) this.#hear(said, now, commands);
        break;
      case "disconnected":
        this.#state = "over";
        this.#tally.left(event.reason);
        return [];
      case "pause":
      case "resume":
        this.#isPaused = event.kind === "pause";
        this.#tracks.change(this.#isPaused ? 0 : speedOf(this.#speed), now);
        break;
      case "speed":
        this.#speed = event.speed;
        if (!this.#isPaused) this.#tracks.change(speedOf(event.speed), now);
        break;
      case "step": {
        const step = this.#tracks.nextOpen();
        if (step !== undefined) this.#play(step, now, now, commands);
        break;
      }
      case "seek":
        this.#seek(event.to, now, commands);
        break;
    }
    this.#advance(now, commands);
    return commands;
  }

  /** Plays what is due by now. */
  tick(now: number): readonly Command[] {
    const commands: Command[] = [];
    if (this.#state !== "over") this.#advance(now, commands);
    return commands;
  }

  /** When `tick` has something to do again; undefined when only an event can bring more. */
  nextDue(): number | undefined {
    if (this.#state === "over" || this.#state === "new") return undefined;
    const due = Math.min(this.#tracks.nextDue(), this.#patienceEnds(), this.#endDue());
    return due === Infinity ? undefined : due;
  }

  /** How it went until now. */
  performance(): Performance {
    return this.#tally.performance(this.#state === "over");
  }

  #connected(sid: string | undefined, now: number): void {
    this.#state = "playing";
    const { session, session: { at, engineVersion, protocol } } = this;
    const { ids } = this.#options;
    if (sid !== undefined && session.sid !== undefined && this.#options.mint !== undefined) {
      ids.learn(session.sid, sid);
      // Revision 3 has no other sids: the client makes them of the session's (`/sfa#…`).
      for (const namespace of session.namespaces) {
        if (engineVersion === 3) ids.learn(`${namespace}#${session.sid}`, `${namespace}#${sid}`);
      }
    }
    if (protocol !== "socket.io" || engineVersion === 3) this.#tracks.enter("/", now, at);
  }

  #hear(live: Meaning, now: number, commands: Command[]): void {
    const said = inTapeIds(live, this.#options.ids);
    const outcome = this.#match(said, now, commands);
    for (const { step, said: { kind }, said: meaning } of outcome.met) {
      if (kind === "event") this.#ackIds.set(step.index, ackIdOf(meaning));
      if (kind !== "connect") this.#tracks.opened(step, now);
      const answer = this.#deferred.get(step.index);
      if (answer !== undefined) this.#send(answer, now, now, commands);
      this.#deferred.delete(step.index);
    }
    this.#tell(outcome, commands);
  }

  #match(said: Meaning, now: number, commands: Command[]): Outcome {
    switch (said.kind) {
      case "connect": {
        const { session, session: { line } } = this;
        if (isOpenAlready(session, said.namespace)) {
          const messages = welcomeTo(said.namespace, session, this.#options.mint);
          commands.push({ kind: "send", messages, line });
          this.#tracks.enter(said.namespace, now, session.at);
          return NOTHING;
        }
        const outcome = this.#expectations.connect(said);
        const [met] = outcome.met;
        if (met === undefined) {
          commands.push({ kind: "send", messages: refusalOf(said.namespace, session), line });
        } else this.#tracks.enter(said.namespace, now, this.#times[met.step.index] ?? session.at);
        return outcome;
      }
      case "disconnect":
        this.#tracks.leave(said.namespace);
        return this.#expectations.disconnect(said);
      case "ack":
        return this.#expectations.answer(
          this.#asked.get(`${said.ackId} ${said.namespace}`),
          said,
        );
      case "event":
      case "other":
      case "connect-error":
        return this.#expectations.hear(said);
    }
  }

  #tell({ missed, unexpected }: Outcome, commands: Command[]): void {
    for (const item of unexpected) commands.push({ kind: "unexpected", unexpected: item });
    for (const step of missed) commands.push({ kind: "missed", line: step.line, step });
    if (this.#options.failFast !== true || missed.length + unexpected.length === 0) return;
    const line = missed[0]?.line ?? unexpected[0]?.miss?.line ?? this.session.line;
    commands.push({ kind: "fail", line });
  }

  /** Plays all that is due, and gives up what was waited for long enough. */
  #advance(now: number, commands: Command[]): void {
    if (this.#state !== "playing") return;
    for (;;) {
      const due = this.#tracks.dueBy(now);
      if (due !== undefined) {
        this.#play(due.step, due.at, now, commands);
        continue;
      }
      const gate = this.#tracks.gate();
      if (gate === undefined || this.#patienceEnds() > now) break;
      this.#tracks.settle(now);
      this.#tell(this.#expectations.giveUp(gate.step), commands);
      this.#tracks.opened(gate.step, now);
    }
    if (this.#endDue() <= now) this.#close(commands);
  }

  #play(step: Step, due: number, now: number, commands: Command[]): void {
    const { kind, namespace } = step.meaning;
    this.#tracks.pass(step, now);
    this.#send(step, due, now, commands);
    if (kind === "disconnect" || kind === "connect-error") this.#tracks.leave(namespace);
  }

  #send(step: Step, due: number, now: number, commands: Command[]): void {
    const messages = this.#answered(step);
    if (messages === undefined) return;
    const { ids, mint } = this.#options;
    const { meaning } = step;
    if (meaning.kind === "connect" && mint !== undefined) {
      const [sid, pid] = [stringIn(meaning.data, "sid"), stringIn(meaning.data, "pid")];
      if (sid !== undefined && !ids.knows(sid)) ids.learn(sid, mint.namespaceId());
      if (pid !== undefined && !ids.knows(pid)) ids.learn(pid, mint.recoveryId());
    }
    if (meaning.kind === "event" && meaning.ackId !== undefined) {
      this.#asked.set(`${meaning.ackId} ${meaning.namespace}`, step.index);
    }
    this.#tally.served(step, now - due);
    const live = messages.map((message) => ids.toLive(message));
    commands.push({ kind: "send", messages: live, line: step.line, step: step.index });
  }

  /** An answer goes under the id that the live client asked with, or has to wait for its question. */
  #answered(step: Step): readonly Payload[] | undefined {
    const { answers, messages } = step;
    if (answers === undefined) return messages;
    if (!this.#ackIds.has(answers)) {
      this.#deferred.set(answers, step);
      return undefined;
    }
    const ackId = this.#ackIds.get(answers);
    return ackId === undefined ? undefined : withAckId(messages, ackId);
  }

  #seek(to: number, now: number, commands: Command[]): void {
    for (const step of this.session.steps) {
      const { kind, namespace } = step.meaning;
      if (step.at >= to || !this.#tracks.isActive(namespace)) continue;
      if (step.from === "client") {
        const isWaiting = this.#expectations.stateOf(step) === "waiting";
        if (isWaiting && kind !== "connect") this.#expectations.waive(step);
      } else if (!this.#tally.isServed(step)) {
        // Without an answer to its CONNECT the client would never get anything.
        if (kind === "event" || kind === "other") this.#tracks.pass(step, now);
        else this.#play(step, now, now, commands);
      }
    }
    this.#tracks.rewind(to);
    this.#tracks.moveTo(to, now);
  }

  #patienceEnds(): number {
    const isFrozen = this.#isPaused || this.#speed === "step";
    const gate = isFrozen ? undefined : this.#tracks.gate();
    return gate === undefined ? Infinity : gate.since + (this.#options.patience ?? PATIENCE);
  }

  #endDue(): number {
    const { ending, steps } = this.session;
    if (ending.by !== "server" || this.#isPaused) return Infinity;
    const due = this.#tracks.gate() === undefined ? this.#tracks.reaches(this.#end) : undefined;
    return due ?? (steps.length === 0 ? 0 : Infinity);
  }

  #close(commands: Command[]): void {
    const { how, code, reason } = this.session.ending;
    this.#state = "over";
    this.#tally.closed();
    commands.push({
      kind: "close",
      how,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason }),
    });
  }
}

/** Step by step the clock stands. */
function speedOf(speed: PlaySpeed): Speed {
  return speed === "step" ? 0 : speed;
}

function ackIdOf(meaning: Meaning): number | undefined {
  return meaning.kind === "event" ? meaning.ackId : undefined;
}
