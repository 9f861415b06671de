// Which sessions of two tapes belong together: by what was done in them, not by their numbers.

import type { Act, ActSession } from "./act.ts";
import { countOne } from "./counts.ts";
import { manner } from "./endings.ts";
import { hashValue } from "./hash_value.ts";
import { leavesOf } from "./telling_path.ts";

/** Of so many times so many sessions each is compared with each. */
const MAX_COMPARISONS = 100_000;

/** How many of each side's first acts are looked at one by one. */
const BEGINNING = 20;

/** Sessions that have less in common than this have nothing in common. */
const LEAST_LIKENESS = 0.2;

export type SessionPair =
  | { readonly left: ActSession; readonly right: ActSession }
  | { readonly left: ActSession; readonly right?: undefined }
  | { readonly left?: undefined; readonly right: ActSession };

/** All sessions of both tapes, in the order of the left one, with what is added in its place. */
export function pairSessions(
  left: readonly ActSession[],
  right: readonly ActSession[],
): readonly SessionPair[] {
  const profiles = { left: left.map(profileOf), right: right.map(profileOf) };
  const partners = left.length * right.length <= MAX_COMPARISONS
    ? byLikeness(profiles.left, profiles.right)
    : inOrder(profiles.left, profiles.right);
  const taken = new Set(partners.values());
  const pairs: SessionPair[] = [];
  let next = 0;
  const addOthers = (end: number): void => {
    for (; next < end; next++) {
      const session = right[next];
      if (session !== undefined && !taken.has(next)) pairs.push({ right: session });
    }
  };
  for (const [index, session] of left.entries()) {
    const place = partners.get(index);
    const partner = place === undefined ? undefined : right[place];
    if (place === undefined || partner === undefined) {
      pairs.push({ left: session });
      continue;
    }
    addOthers(place);
    pairs.push({ left: session, right: partner });
  }
  addOthers(right.length);
  return pairs;
}

/** What a session is recognised by. */
interface Profile {
  readonly kind: ActSession["kind"];
  /** How often each key came. */
  readonly keys: ReadonlyMap<number, number>;
  /** The contents of what was said first. */
  readonly beginning: readonly number[];
  readonly signature: string;
  /** Who it says it is, by what stands where in its first request and what it brought along. */
  readonly identity: readonly number[];
  /** The key of its first request: plain WebSockets of other paths are other things. */
  readonly opening: number | undefined;
  /** The keys of what it asked to join. */
  readonly joined: readonly number[];
  /** How it ended. */
  readonly ending: string;
}

function profileOf({ kind, client, server, story }: ActSession): Profile {
  const keys = new Map<number, number>();
  for (const acts of [client, server]) {
    for (const { key } of acts) countOne(keys, key.index);
  }
  const beginning = [...client.slice(0, BEGINNING), ...server.slice(0, BEGINNING)]
    .map(({ content }) => content.id);
  const identity = client.filter(({ key }) => key.kind === "open" || key.kind === "connect")
    .flatMap(({ key, content }) =>
      leavesOf(content.value)
        .filter(([path]) => key.kind === "connect" || path.startsWith("$.query"))
        .map(([path, value]) => hashValue([key.index, path, value]))
    );
  const joined = client.filter(({ key }) => key.kind === "connect").map(({ key }) => key.index);
  const opening = client.find(({ key }) => key.kind === "open")?.key.index;
  const ending = story === undefined ? "" : manner(story.ending, kind);
  return {
    kind,
    keys,
    beginning,
    signature: `${kind} ${firstKeys(client)}`,
    identity,
    opening,
    joined,
    ending,
  };
}

function firstKeys(acts: readonly Act[]): string {
  return acts.slice(0, 3).map(({ key }) => key.index).join(" ");
}

/** The most alike first; of those that are equally alike the earlier ones. */
function byLikeness(
  left: readonly Profile[],
  right: readonly Profile[],
): ReadonlyMap<number, number> {
  const candidates: { readonly from: number; readonly to: number; readonly likeness: number }[] =
    [];
  for (const [from, one] of left.entries()) {
    for (const [to, other] of right.entries()) {
      const likeness = likenessOf(one, other);
      if (likeness >= LEAST_LIKENESS) candidates.push({ from, to, likeness });
    }
  }
  const byOrder = (pair: { readonly from: number; readonly to: number }): number =>
    Math.abs(pair.from - pair.to);
  candidates.sort((one, other) =>
    other.likeness - one.likeness || byOrder(one) - byOrder(other) || one.from - other.from
  );
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const { from, to } of candidates) {
    if (partners.has(from) || taken.has(to)) continue;
    partners.set(from, to);
    taken.add(to);
  }
  pairTheLast(left, right, partners, taken);
  return partners;
}

/** Where each tape has only one session of a kind left, there is nothing else that it could be. */
function pairTheLast(
  left: readonly Profile[],
  right: readonly Profile[],
  partners: Map<number, number>,
  taken: Set<number>,
): void {
  for (const kind of new Set(left.map((profile) => profile.kind))) {
    const lefts = left.flatMap((profile, index) =>
      profile.kind === kind && !partners.has(index) ? [index] : []
    );
    const rights = right.flatMap((profile, index) =>
      profile.kind === kind && !taken.has(index) ? [index] : []
    );
    const [from] = lefts;
    const [to] = rights;
    if (from === undefined || to === undefined || lefts.length > 1 || rights.length > 1) continue;
    if (!couldBe(left[from], right[to])) continue;
    partners.set(from, to);
    taken.add(to);
  }
}

/** The same kind of request, and a namespace in common where there are any. */
function couldBe(left: Profile | undefined, right: Profile | undefined): boolean {
  if (left === undefined || right === undefined || left.opening !== right.opening) return false;
  const isNowhere = left.joined.length === 0 && right.joined.length === 0;
  return isNowhere || left.joined.some((key) => right.joined.includes(key));
}

/** From 0 to 1. */
function likenessOf(left: Profile, right: Profile): number {
  if (left.kind !== right.kind) return 0;
  const alike = left.ending === right.ending ? 0.05 : 0;
  return 0.4 * overlap(left.keys, right.keys) + 0.3 * share(left.identity, right.identity) +
    0.25 * share(left.beginning, right.beginning) + alike;
}

/** How many of the acts have a partner; the root keeps a long stream from deciding alone. */
function overlap(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): number {
  let common = 0;
  let all = 0;
  for (const [key, count] of left) {
    const other = right.get(key) ?? 0;
    common += Math.sqrt(Math.min(count, other));
    all += Math.sqrt(Math.max(count, other));
  }
  for (const [key, count] of right) if (!left.has(key)) all += Math.sqrt(count);
  return all === 0 ? 1 : common / all;
}

/** How much of two lists is the same. */
function share(left: readonly number[], right: readonly number[]): number {
  const length = Math.max(left.length, right.length);
  if (length === 0) return 1;
  const ids = new Set(right);
  return left.filter((id) => ids.has(id)).length / length;
}

/** Of very many sessions those that begin alike, one after the other. */
function inOrder(
  left: readonly Profile[],
  right: readonly Profile[],
): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const keyOf of [exactly, roughly]) {
    const waiting = new Map<string, number[]>();
    for (const [index, profile] of right.entries()) {
      if (taken.has(index)) continue;
      const queue = waiting.get(keyOf(profile)) ?? [];
      queue.push(index);
      waiting.set(keyOf(profile), queue);
    }
    for (const queue of waiting.values()) queue.reverse();
    for (const [index, profile] of left.entries()) {
      const partner = partners.has(index) ? undefined : waiting.get(keyOf(profile))?.pop();
      if (partner === undefined) continue;
      partners.set(index, partner);
      taken.add(partner);
    }
  }
  return partners;
}

function exactly({ signature, beginning }: Profile): string {
  return `${signature} ${beginning.join(" ")}`;
}

function roughly({ signature }: Profile): string {
  return signature;
}
