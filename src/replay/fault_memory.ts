// How often faults have been put in for one client, however often it comes back: whoever a fault has
// cut off is to find that the server has recovered.

/** How often a fault is put in, and for whom. */
export interface FaultCount {
  /** Only for the client with this number, as the report numbers them. Default: for every client. */
  readonly client?: number;
  /** How often for each client, one time after the other. Default 1. */
  readonly times?: number;
}

export class FaultMemory {
  readonly #client: number;
  readonly #counts = new Map<FaultCount, number>();

  /** The number that the client had when it first came. */
  constructor(client: number) {
    this.#client = client;
  }

  /** What the fault is about comes once more: whether it is put in, from the `nth` time on. */
  isDue(fault: FaultCount, nth = 1): boolean {
    if (fault.client !== undefined && fault.client !== this.#client) return false;
    const count = (this.#counts.get(fault) ?? 0) + 1;
    this.#counts.set(fault, count);
    return count >= nth && count < nth + (fault.times ?? 1);
  }
}
