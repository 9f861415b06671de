// Who is told what a tap carries, and the guard before it: an owner that throws must cost no byte of
// the traffic and no other connection.

import type { Ender } from "../base/side.ts";
import type { WireEvent } from "../wire/events.ts";

/** A head that did not go on as it came. */
export interface TapChange {
  /** The wire's id of the request on that connection. */
  readonly requestId: number;
  readonly what: "allow-origin" | "cookie" | "origin";
  /** What was changed, in words. It holds no cookie's value. */
  readonly text: string;
}

/** Who is told. Every call returns before the bytes that it is about go on. */
export interface TapOwner {
  opened(conn: number, peer: string): void;
  /** What was sent, as it was sent: before anything was rewritten. */
  carried(conn: number, events: readonly WireEvent[]): void;
  /** The connection is gone; `by` is who ended it first: the tap itself when nobody else had. */
  closed(conn: number, by: Ender, reset: boolean): void;
  /** The target could not be reached or secured. */
  failed(conn: number, error: Error): void;
  /** What was carried could not be told: the bytes go on all the same. */
  broken(conn: number, error: unknown): void;
  /**
   * A head goes on otherwise than it came. Told just before `carried` tells of that head, while
   * the request is still open.
   */
  changed?(conn: number, change: TapChange): void;
  /** A client and the tap, which serves TLS itself, could not agree: it was let go. */
  unsecured?(conn: number, error: Error): void;
}

/** The owner with every call made safe: what it throws is told as `broken`, and then forgotten. */
export function guardOwner(owner: TapOwner): Required<TapOwner> {
  const attempt = (conn: number, call: () => void): void => {
    try {
      call();
    } catch (error) {
      try {
        owner.broken(conn, error);
      } catch {
        // It had its chance: the traffic goes on.
      }
    }
  };
  return {
    opened: (conn, peer) => attempt(conn, () => owner.opened(conn, peer)),
    carried: (conn, events) => attempt(conn, () => owner.carried(conn, events)),
    closed: (conn, by, reset) => attempt(conn, () => owner.closed(conn, by, reset)),
    failed: (conn, error) => attempt(conn, () => owner.failed(conn, error)),
    broken: (conn, error) => attempt(conn, () => owner.broken(conn, error)),
    changed: (conn, change) => attempt(conn, () => owner.changed?.(conn, change)),
    unsecured: (conn, error) => attempt(conn, () => owner.unsecured?.(conn, error)),
  };
}

/** An owner that comes later: taps listen first, so that a recording that cannot begin leaves no tape. */
export function lateOwner(owners: readonly TapOwner[]): TapOwner {
  return {
    opened: (...told) => owners.forEach((owner) => owner.opened(...told)),
    carried: (...told) => owners.forEach((owner) => owner.carried(...told)),
    closed: (...told) => owners.forEach((owner) => owner.closed(...told)),
    failed: (...told) => owners.forEach((owner) => owner.failed(...told)),
    broken: (...told) => owners.forEach((owner) => owner.broken(...told)),
    unsecured: (...told) => owners.forEach((owner) => owner.unsecured?.(...told)),
    changed: (...told) => owners.forEach((owner) => owner.changed?.(...told)),
  };
}
