// Where a difference stands, as a rule that leads there again: items that were found by their key are
// any items of their list, and a position is two places.

/** `[id=7]` and `[id="a b"]`: the key may be any. */
const KEYED_ITEM = /\[(?:[\p{L}\p{N}_$-]+|"(?:[^"\\]|\\.)*")=(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/gu;

const POSITION = /\.\{([\w-]+),([\w-]+)\}$/;

/** Paths that can be followed. None for what stands in no content (`namespace`, `type`). */
export function pathsOfNoise(path: string): readonly string[] {
  if (!path.startsWith("$") && !path.startsWith("**")) return [];
  const plain = path.replaceAll(KEYED_ITEM, "[*]");
  const [whole, latitude, longitude] = POSITION.exec(plain) ?? [];
  if (whole === undefined) return [plain];
  const object = plain.slice(0, -whole.length);
  return [`${object}.${latitude}`, `${object}.${longitude}`];
}

/** The path to an item that is known by what it has under a key. */
export function printKeyedItem(list: string, key: string, value: string | number): string {
  const name = /^[\p{L}\p{N}_$-]+$/u.test(key) ? key : JSON.stringify(key);
  return `${list}[${name}=${typeof value === "number" ? value : JSON.stringify(value)}]`;
}

/** The path to a position: `$.{lat,lng}`. */
export function printPosition(object: string, latitude: string, longitude: string): string {
  return `${object}.{${latitude},${longitude}}`;
}
