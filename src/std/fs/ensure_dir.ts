/** Makes sure of a directory. */

/** Makes `dir` and the directories above it, unless it stands; a link to a directory will do. */
export async function ensureDir(dir: string | URL): Promise<void> {
  try {
    refuseOther(await Deno.stat(dir));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(dir, { recursive: true });
  }
}

/** Does what `ensureDir` does, without a promise. */
export function ensureDirSync(dir: string | URL): void {
  try {
    refuseOther(Deno.statSync(dir));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(dir, { recursive: true });
  }
}

function refuseOther(info: Deno.FileInfo): void {
  if (info.isDirectory) return;
  const found = info.isFile ? "file" : undefined;
  throw new Error(`Failed to ensure directory exists: expected 'dir', got '${found}'`);
}
