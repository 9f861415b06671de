// Times and sizes for the eye: three digits say enough.

/** `0.31 ms`, `12.4 ms`, `124 ms`, `4.21 s`, `12.3 s`, `4 min 10 s`, `2 h 05 min` */
export function formatDuration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 9.995) return `${milliseconds.toFixed(2)} ms`;
  if (size < 99.95) return `${milliseconds.toFixed(1)} ms`;
  if (size < 999.5) return `${milliseconds.toFixed(0)} ms`;
  const seconds = milliseconds / 1000;
  if (size < 9995) return `${seconds.toFixed(2)} s`;
  if (size < 119_950) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 120) return `${minutes} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** `812 B`, `4.1 kB`, `2.0 MB` */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `1 line`, `2 lines` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
