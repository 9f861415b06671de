// Plays one recorded session to one live client, without doing anything itself: it is told what
// happened and when, and answers with what is to be done. The same events at the same times give the
// same commands.

import { AnswerDesk } from "./answer_desk.ts";
import { closeCommand } from "./close_command.ts";
import { commandsOf } from "./commands_of.ts";
import { Expectations } from "./expectations.ts";
import { NOTHING, type Outcome } from "./outcome.ts";
import { learnNamespace, learnSession } from "./identity.ts";
import { Listener } from "./listener.ts";
import { inTapeIds } from "./in_tape_ids.ts";
import type { Meaning } from "./meaning.ts";
import { Patience } from "./patience.ts";
import { type Command, MAX_TURN, type PlayerEvent } from "./player_contract.ts";
import type { PlayerOptions, SeekEvent } from "./player_contract.ts";
import {
  answerAgain,
  type LostFrom,
  passOver,
  type Resumption,
  type TakenUp,
  takeUp,
} from "./resumption.ts";
import { isOpenAlready, refusalOf, welcomeTo } from "./replies.ts";
import { Rounds } from "./rounds.ts";
import type { ReplaySession, Step } from "./script.ts";
import { type Performance, Tally } from "./tally.ts";
import { recordedTime, shortened, timesOf } from "./tape_times.ts";
import { Tempo } from "./tempo.ts";
import { type Gate, Tracks } from "./tracks.ts";
import { wordsOf } from "./wording.ts";

export class Player {
  readonly session: ReplaySession;
  readonly tally: Tally;
  readonly #options: PlayerOptions;
  readonly #listener: Listener;
  readonly #expectations: Expectations;
  readonly #tracks: Tracks;
  readonly #times: readonly number[];
  readonly #end: number;
  readonly #desk = new AnswerDesk();
  readonly #patience: Patience;
  readonly #rounds: Rounds;
  readonly #takenUp: TakenUp;
  /** Where the clock was when the client left. */
  #left = 0;
  readonly #tempo: Tempo;
  #state: "new" | "playing" | "over" = "new";

  constructor(session: ReplaySession, options: PlayerOptions) {
    this.session = session;
    this.#options = options;
    this.#tempo = new Tempo(options.speed);
    this.#listener = new Listener(session);
    this.#expectations = new Expectations(session, options.rules);
    const { times, end } = timesOf(session, options.limitIdle ?? Infinity);
    this.#times = times;
    this.#end = end;
    this.tally = new Tally(session, this.#expectations);
    const own = { expectations: this.#expectations, tally: this.tally };
    this.#takenUp = takeUp(session, times, options.resume, own);
    const hasGates = options.rules.mode !== "off";
    const pace = { speed: this.#tempo.pace, hasGates, ...this.#takenUp };
    this.#tracks = new Tracks(session, times, this.#expectations, pace);
    this.#patience = new Patience(options.patience);
    this.#rounds = new Rounds(session, times, options.loop ?? false);
  }

  /** Nothing more will be played. */
  get isOver(): boolean {
    return this.#state === "over";
  }

  receive(event: PlayerEvent, now: number): readonly Command[] {
    if (this.#state === "over") return [];
    const commands: Command[] = [];
    // What was due before comes before, even if nobody asked in between; for who leaves, all of it.
    this.#advance(now, commands, event.kind === "disconnected" ? Infinity : MAX_TURN);
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
        this.#left = this.#tracks.moment(now);
        this.tally.left(event.reason);
        return commands;
      case "pause":
      case "resume":
      case "speed":
        this.#tempo.receive(event);
        this.#tracks.change(this.#tempo.pace, now);
        break;
      case "step": {
        if (this.#tracks.gate() === undefined && this.#tracks.isThrough) this.#again(now);
        const step = this.#tracks.nextOpen();
        if (step !== undefined) this.#play(step, now, now, commands);
        break;
      }
      case "skip":
        this.#giveUp(this.#tracks.gate()?.step, now, commands);
        break;
      case "seek":
      case "seek-by":
        this.#seek(event, now, commands);
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
    const patience = this.#patience.dueAt(this.#gate());
    const due = Math.min(this.#tracks.nextDue(), patience, this.#endDue(), this.#roundDue());
    return due === Infinity ? undefined : due;
  }

  /** How it went until now. */
  performance(): Performance {
    return this.tally.performance(this.#state === "over");
  }

  /** For whoever takes the session up again. */
  resumption(from: LostFrom | undefined): Resumption {
    const past = { expectations: this.#expectations, tally: this.tally, moment: this.#left };
    return from === undefined ? past : { ...past, from };
  }

  #connected(sid: string | undefined, now: number): void {
    this.#state = "playing";
    this.#rounds.begin(now);
    const { session, session: { at, engineVersion, protocol } } = this;
    const { ids, mint } = this.#options;
    if (sid !== undefined && mint !== undefined) learnSession(session, sid, ids);
    if (protocol !== "socket.io" || engineVersion === 3) this.#tracks.enter("/", now, at);
  }

  #hear(live: Meaning, now: number, commands: Command[]): void {
    const said = inTapeIds(live, this.#options.ids);
    const outcome = this.#match(said, now, commands);
    for (const { step, said: meaning } of outcome.met) {
      const answer = this.#desk.heard(step, meaning) ??
        answerAgain(step, this.session, this.#takenUp, this.tally);
      if (meaning.kind !== "connect") this.#tracks.opened(step, now);
      if (answer !== undefined) this.#send(answer, now, now, commands);
    }
    commands.push(...commandsOf(outcome, this.session, this.#options.failFast));
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
        this.#advance(now, commands, Infinity);
        this.#tracks.leave(said.namespace);
        return this.#expectations.disconnect(said);
      case "ack":
        return this.#expectations.answer(this.#desk.questionOf(said), said);
      case "event":
      case "other":
      case "connect-error":
        if (!this.#rounds.isAgain(said)) return this.#expectations.hear(said);
        this.#say(this.#rounds.answerTo(said), commands);
        return NOTHING;
    }
  }

  /** Plays what is due, and gives up what was waited for long enough. */
  #advance(now: number, commands: Command[], most = MAX_TURN): void {
    if (this.#state !== "playing") return;
    let left = most;
    for (;;) {
      const due = this.#tracks.dueBy(now);
      if (due !== undefined) {
        if (left-- === 0) return;
        this.#play(due.step, due.at, now, commands);
        continue;
      }
      const gate = this.#gate();
      if (gate === undefined || this.#patience.endsAt(gate) > now) break;
      this.#giveUp(gate.step, now, commands);
    }
    this.#tellWaiting(now, commands);
    if (this.#endDue() <= now) {
      this.#state = "over";
      this.tally.closed();
      commands.push(closeCommand(this.session.ending));
    }
    if (this.#roundDue() <= now) {
      this.#again(now);
      this.#advance(now, commands);
    }
  }

  #giveUp(step: Step | undefined, now: number, commands: Command[]): void {
    if (step === undefined) return;
    this.#tracks.settle(now);
    const outcome = this.#expectations.giveUp(step);
    commands.push(...commandsOf(outcome, this.session, this.#options.failFast));
    this.#tracks.opened(step, now);
  }

  #tellWaiting(now: number, commands: Command[]): void {
    const gate = this.#gate();
    if (gate === undefined || this.#patience.tellsAt(gate) > now) return;
    this.#patience.told(gate.step);
    commands.push({ kind: "waiting", line: gate.step.line, step: gate.step });
  }

  /** All is played again, to a client that is still there. */
  #again(now: number): void {
    const round = this.#rounds.next(now);
    if (round === undefined) return;
    this.#tracks.rewind(round.first.at);
    this.#tracks.moveTo(round.time, now);
  }

  #play(step: Step, due: number, now: number, commands: Command[]): void {
    const { kind, namespace } = step.meaning;
    this.#tracks.pass(step, now);
    if (!this.#rounds.isPlayed(step)) return;
    this.#send(step, due, now, commands);
    if (kind === "disconnect" || kind === "connect-error") this.#tracks.leave(namespace);
  }

  #send(step: Step, due: number, now: number, commands: Command[]): void {
    const messages = this.#desk.messagesOf(step);
    if (messages === undefined) return;
    const { ids, mint } = this.#options;
    if (mint !== undefined) learnNamespace(step.meaning, ids, mint);
    this.#desk.asks(step);
    this.tally.served(step, now - due);
    this.#say(messages === step.messages ? step : { ...step, messages }, commands);
  }

  #say(step: Step | undefined, commands: Command[]): void {
    if (step === undefined) return;
    const messages = wordsOf(step, this.session, this.#options);
    commands.push({ kind: "send", messages, line: step.line, step: step.index });
  }

  #seek(event: SeekEvent, now: number, commands: Command[]): void {
    const moment = recordedTime(this.session, this.#times, this.#tracks.moment(now));
    const to = event.kind === "seek" ? event.to : moment + event.by;
    const parts = { expectations: this.#expectations, tally: this.tally, tracks: this.#tracks };
    const play = (step: Step): void => this.#play(step, now, now, commands);
    passOver(this.session, to, now, { ...parts, play });
    this.#tracks.rewind(to);
    this.#tracks.moveTo(shortened(this.session, this.#times, to), now);
  }

  #gate(): Gate | undefined {
    return this.#tempo.stands ? undefined : this.#tracks.gate();
  }

  #roundDue(): number {
    if (!this.#rounds.isLooped || this.#tempo.stands) return Infinity;
    if (this.#gate() !== undefined) return Infinity;
    const played = this.#tracks.reaches(this.#end);
    return played === undefined ? Infinity : this.#rounds.dueAt(played);
  }

  #endDue(): number {
    const { ending, steps } = this.session;
    if (ending.by !== "server" || this.#tempo.isPaused) return Infinity;
    const due = this.#tracks.gate() === undefined ? this.#tracks.reaches(this.#end) : undefined;
    if (due === undefined) return steps.length === 0 ? 0 : Infinity;
    return this.#expectations.awaitsConnect ? due + this.#patience.toJoin : due;
  }
}
