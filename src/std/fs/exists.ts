/** Asks whether there is something under a path. */

/** What it must be to count; links count as what they lead to. */
export interface ExistsOptions {
  /** Only a directory counts. */
  isDirectory?: boolean;
  /** Only a file counts. */
  isFile?: boolean;
}

/** Whether `path` exists. */
export async function exists(path: string | URL, options?: ExistsOptions): Promise<boolean> {
  try {
    return counts(await Deno.stat(path), options);
  } catch (error) {
    return refuteOrThrow(error);
  }
}

/** Does what `exists` does, without a promise. */
export function existsSync(path: string | URL, options?: ExistsOptions): boolean {
  try {
    return counts(Deno.statSync(path), options);
  } catch (error) {
    return refuteOrThrow(error);
  }
}

function counts(info: Deno.FileInfo, options: ExistsOptions = {}): boolean {
  if (options.isDirectory && options.isFile) {
    throw new TypeError(
      "ExistsOptions.options.isDirectory and ExistsOptions.options.isFile must not be true together",
    );
  }
  if (options.isDirectory) return info.isDirectory;
  return options.isFile ? info.isFile : true;
}

function refuteOrThrow(error: unknown): false {
  if (error instanceof Deno.errors.NotFound) return false;
  throw error;
}
