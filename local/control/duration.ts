/** ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds (`PT26H`, `P1DT30M`). Months and years have none. */
const FORM =
  /^P(?!$)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const SECONDS = [604_800, 86_400, 3_600, 60, 1];

/** Milliseconds; undefined when it is no such duration. */
export const durationMs = (text: string): number | undefined => {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const seconds = found.slice(1).reduce((sum, digits, index) => sum + Number(digits ?? 0) * (SECONDS[index] ?? 0), 0);
  return Math.round(seconds * 1000);
};
