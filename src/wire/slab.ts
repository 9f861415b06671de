// Copies of short byte strings, cut from larger slabs: an ArrayBuffer for each of them costs more
// than all the rest that is done with a small frame.

const SLAB_BYTES = 64 * 1024;
const LARGEST_CUT = 4096;
let slab = new Uint8Array(0);
let used = 0;

/** A copy that nobody else will write to. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > LARGEST_CUT) return new Uint8Array(bytes);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const copy = slab.subarray(used, used + length);
  used += length;
  copy.set(bytes);
  return copy;
}
