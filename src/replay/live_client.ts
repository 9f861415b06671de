// One live client and the session that it is given: at the latest with its first message, and
// another one if what it says next shows that it is somebody else on the tape.

import { type Casting, type ClientDescription, likeness } from "./casting.ts";
import type { FaultMemory } from "./fault_memory.ts";
import { IdBook } from "./id_book.ts";
import { Listener } from "./listener.ts";
import type { LostClient } from "./lost_clients.ts";
import type { Meaning } from "./meaning.ts";
import { Player } from "./player.ts";
import type { Command, PlayerEvent, PlayerOptions } from "./player_contract.ts";
import { RepeatableMint } from "./repeatable_mint.ts";
import { refusalTo } from "./replies.ts";
import type { LostFrom, Resumption } from "./resumption.ts";
import { stringIn } from "./returns.ts";
import type { ReplaySession } from "./script.ts";
import { type Past, pidIn } from "./pasts.ts";
import type { Performance, Tally } from "./tally.ts";

/** The ids that a client shares once its session is certain, and whose they were before. */
export interface Book {
  readonly ids: IdBook;
  readonly past?: Past;
  /** A fault ended its connection before: it goes on from there. */
  readonly lost?: LostClient;
}

export interface LiveClientOptions extends Omit<PlayerOptions, "ids"> {
  /** The book for a client that is given this session after it has said this. */
  readonly take: (session: ReplaySession, said: readonly Meaning[]) => Book;
  /** It was not needed. */
  readonly putBack: (book: Book, session: ReplaySession) => void;
  /** It was let in, and others have taken all that it might have got: the reason, for people. */
  readonly turnAway: () => string;
}

interface Told {
  readonly event: PlayerEvent;
  readonly now: number;
}

/** After so many messages of the client's its session stays what it is. */
const MAX_OPENING = 20;

export class LiveClient {
  readonly #client: ClientDescription;
  readonly #candidates: readonly ReplaySession[];
  readonly #casting: Casting;
  readonly #options: LiveClientOptions;
  readonly #listener: Listener | undefined;
  readonly #mint: RepeatableMint | undefined;
  /** What it was told until its session is certain, and how many packets that led to. */
  #history: Told[] | undefined = [];
  readonly #said: Meaning[] = [];
  #sent = 0;
  /** It has not said anything, whatever was said to it. */
  #isSilent = true;
  #book: Book = { ids: new IdBook() };
  #ids = new IdBook();
  #player: Player | undefined;
  /** Why there is nothing for it. */
  #reason: string | undefined;

  constructor(
    client: ClientDescription,
    candidates: readonly ReplaySession[],
    casting: Casting,
    options: LiveClientOptions,
  ) {
    this.#client = client;
    this.#candidates = candidates;
    this.#casting = casting;
    this.#options = options;
    const [first] = candidates;
    this.#listener = first === undefined ? undefined : new Listener(first);
    this.#mint = options.mint === undefined ? undefined : new RepeatableMint(options.mint);
  }

  /** The session that it plays in, once that is known. */
  get session(): ReplaySession | undefined {
    return this.#player?.session;
  }

  get tally(): Tally | undefined {
    return this.#player?.tally;
  }

  /** It has said nothing, and nothing has been played to it. */
  get isNobody(): boolean {
    return this.#isSilent && this.#player === undefined;
  }

  /** What it is known by, and the ids that it has. */
  get who(): string {
    return this.#client.who ?? "";
  }

  get ids(): IdBook {
    return this.#book.ids;
  }

  /** What faults it has met before it came back. */
  get memory(): FaultMemory | undefined {
    return this.#book.lost?.memory;
  }

  /** For whoever takes its session up again. */
  resumption(from: LostFrom | undefined): Resumption | undefined {
    return this.#player?.resumption(from);
  }

  get isOver(): boolean {
    return this.#player?.isOver ?? false;
  }

  receive(event: PlayerEvent, now: number): readonly Command[] {
    const before = this.#player;
    this.#history?.push({ event, now });
    if (event.kind === "message") this.#hear(event.data);
    if (event.kind === "disconnected") {
      this.#left();
      return this.#player?.receive(event, now) ?? [];
    }
    if (!this.#isCertain()) this.#cast(event);
    const player = this.#player;
    if (player === undefined) return this.#turnAway(event);
    return player === before ? this.#keep(player.receive(event, now)) : this.#catchUp(player, now);
  }

  tick(now: number): readonly Command[] {
    return this.#keep(this.#player?.tick(now) ?? []);
  }

  nextDue(): number | undefined {
    return this.#player?.nextDue();
  }

  /** Undefined for a client that was given no session. */
  performance(): Performance | undefined {
    return this.#player?.performance();
  }

  /** Who comes later is refused at once: so is who is told apart later. */
  #turnAway(event: PlayerEvent): readonly Command[] {
    const [like] = this.#candidates;
    const isDue = this.#said.length > 0 || event.kind === "connected" && isSpokenToFirst(like);
    if (like === undefined || !isDue || this.#hasFree()) return [];
    const isFirst = this.#reason === undefined;
    const reason = this.#reason ??= this.#options.turnAway();
    const said = this.#said.splice(0);
    return [
      ...(isFirst ? [{ kind: "turned-away", reason } as const] : []),
      ...refusalTo(said, like, `Unexpected: ${reason}`),
    ];
  }

  /** Those that were refused on the tape are for nobody who has been let in. */
  #hasFree(): boolean {
    return this.#available().some(({ refusal }) => refusal === undefined);
  }

  #isCertain(): boolean {
    return this.#history === undefined;
  }

  #hear(data: string | Uint8Array): void {
    this.#isSilent = false;
    if (this.#history === undefined || this.#listener === undefined) return;
    const kinds = ["connect", "event", "other"];
    this.#said.push(...this.#listener.hear(data).filter(({ kind }) => kinds.includes(kind)));
  }

  /** Whoever must be spoken to first is given a session at once. */
  #cast(event: PlayerEvent): void {
    if (event.kind !== "connected" && event.kind !== "message") return;
    const { rules } = this.#options;
    const candidates = this.#available();
    const chosen = this.#casting.choose(candidates, this.#client, this.#said, rules);
    const before = this.#player?.session;
    if (chosen === undefined || chosen === before) return;
    if (this.#said.length === 0 && !isSpokenToFirst(chosen)) return;
    if (before !== undefined) {
      // Only what the client says may change what it has.
      const [own, other] = [before, chosen].map((one) => likeness(one, this.#said, rules));
      if (own !== undefined && other !== undefined && own >= other) return;
      this.#giveBack(before);
    }
    // Asked before it is taken, and so goes by what was there before.
    this.#book = this.#options.take(chosen, this.#said);
    this.#casting.take(chosen);
    this.#mint?.rewind();
    this.#ids = new IdBook(this.#book.ids);
    const mint = this.#mint === undefined ? {} : { mint: this.#mint };
    const { lost } = this.#book;
    const resume = lost === undefined ? {} : { resume: lost.resumption };
    if (lost !== undefined && pidIn(this.#said) === undefined) this.#renew(chosen);
    this.#player = new Player(chosen, { ...this.#options, ...mint, ...resume, ids: this.#ids });
  }

  /** Who comes back without recovery is somebody new in its namespaces. */
  #renew({ steps }: ReplaySession): void {
    for (const { from, meaning } of steps) {
      const sid = meaning.kind === "connect" ? stringIn(meaning.data, "sid") : undefined;
      if (from === "client" || sid === undefined || this.#mint === undefined) continue;
      this.#ids.learn(sid, this.#mint.namespaceId());
    }
  }

  /** Others may have taken what was free when the client came; what it has counts as well. */
  #available(): readonly ReplaySession[] {
    const free = this.#casting.candidates(this.#client);
    const own = this.#player?.session;
    return this.#candidates.filter((session) =>
      session === own || typeof free !== "string" && free.includes(session)
    );
  }

  /** A new player is told all that happened; what was sent already is not sent again. */
  #catchUp(player: Player, now: number): readonly Command[] {
    // Not as arguments of push: at full speed there may be more than a call can have.
    const history = (this.#history ?? []).map((told) => player.receive(told.event, told.now));
    const commands = [...history, player.tick(now)].flat();
    let before = this.#sent;
    const fresh = commands.filter(({ kind }) => kind !== "send" || before-- <= 0);
    return this.#keep(fresh);
  }

  /** The session is certain with the first packet that only this session has. */
  #keep(commands: readonly Command[]): readonly Command[] {
    if (this.#history === undefined) return commands;
    for (const command of commands) {
      if (command.kind !== "send") continue;
      this.#sent += 1;
      const step = this.session?.steps[command.step ?? -1];
      if (step?.meaning.kind !== "connect") this.#decide();
    }
    if (this.#said.length >= MAX_OPENING) this.#decide();
    return commands;
  }

  #decide(): void {
    this.#history = undefined;
    this.#said.length = 0;
    this.#ids.tell(this.#book.ids);
  }

  #giveBack(session: ReplaySession): void {
    this.#casting.giveBack(session);
    this.#options.putBack(this.#book, session);
  }

  #left(): void {
    const session = this.#player?.session;
    if (session === undefined) return;
    const isExpected = session.steps.some(({ from, isOptional }) =>
      from === "client" && !isOptional
    );
    // Who was waited for in vain has been somebody.
    const isNobody = this.#isSilent && isExpected && this.performance()?.givenUp === 0;
    if (isNobody) {
      this.#giveBack(session);
      this.#player = undefined;
    } else {
      this.#decide();
      this.#casting.left(session);
    }
  }
}

/** It waits for nothing that its client says. */
function isSpokenToFirst(session: ReplaySession | undefined): boolean {
  return session !== undefined && session.steps[0]?.from !== "client";
}
