// Figures as people read them: rates, distances, shares and places.

/** `120/s`, `1.02/s`, `3.1/min`: of so many in so many milliseconds. */
export function formatRate(count: number, milliseconds: number): string {
  if (milliseconds <= 0) return "";
  const perSecond = count * 1000 / milliseconds;
  if (perSecond > 0 && perSecond < 0.1) return `${threeDigits(perSecond * 60)}/min`;
  return `${threeDigits(perSecond)}/s`;
}

/** `0 m`, `4.2 m`, `812 m`, `13.4 km` */
export function formatMetres(metres: number): string {
  if (metres < 999.5) return `${threeDigits(metres)} m`;
  return `${threeDigits(metres / 1000)} km`;
}

/** `25 %`, `3.1 %` */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

/** `6.200000 S, 106.800000 E`: a tenth of a metre. */
export function formatPlace(latitude: number, longitude: number): string {
  const north = `${Math.abs(latitude).toFixed(6)} ${latitude < 0 ? "S" : "N"}`;
  return `${north}, ${Math.abs(longitude).toFixed(6)} ${longitude < 0 ? "W" : "E"}`;
}

/** As many digits as three tell: `120`, `12.3`, `1.23`. */
function threeDigits(value: number): string {
  if (value === 0) return "0";
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
