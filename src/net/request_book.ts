// The requests of all connections under numbers of their own: the wire counts per connection, a tape
// over all of them. A connection's pages are torn out when it ends.

export class RequestBook {
  readonly #ids = new Map<number, Map<number, number>>();
  readonly #remembered = new Map<number, Set<number>>();
  #last = 0;

  /** The number on the tape of a connection's request. */
  idOf(conn: number, id: number): number {
    let ids = this.#ids.get(conn);
    if (ids === undefined) this.#ids.set(conn, ids = new Map());
    const known = ids.get(id);
    if (known !== undefined) return known;
    this.#last += 1;
    ids.set(id, this.#last);
    return this.#last;
  }

  /** Whether a request (by its number on the tape) is one whose body is kept. */
  remember(conn: number, tapeId: number, kept: boolean): void {
    if (!kept) return;
    const known = this.#remembered.get(conn);
    if (known === undefined) this.#remembered.set(conn, new Set([tapeId]));
    else known.add(tapeId);
  }

  isRemembered(conn: number, tapeId: number): boolean {
    return this.#remembered.get(conn)?.has(tapeId) ?? false;
  }

  /** The last answer has come: the number is not needed any more. */
  answered(conn: number, id: number): void {
    const tapeId = this.#ids.get(conn)?.get(id);
    if (tapeId === undefined) return;
    this.#ids.get(conn)?.delete(id);
    this.#remembered.get(conn)?.delete(tapeId);
  }

  closed(conn: number): void {
    this.#ids.delete(conn);
    this.#remembered.delete(conn);
  }
}
