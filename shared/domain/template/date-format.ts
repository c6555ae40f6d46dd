/**
 * `$cases-duedate|date:DD.MM.YYYY$` (FEATURES 141): a date in the letters that people know from Vtiger and spreadsheets, or `short`, `medium`, `long`, `full` as the language of
 * the template writes it. Names of months and days are of that language. Used when a template is saved (known-tags.ts) and when it is filled (read-values.ts).
 */

export interface DateStyle {
  readonly language: string;
  readonly timeZone: string;
}

const STYLES = ['short', 'medium', 'long', 'full'] as const;

/** What stands in `[]` is no letter of a date: `D. MMMM [um] HH:mm`. */
const LETTERS = /\[[^\]]*\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|A/g;

/** Whether it says anything of a date. */
export const isDateFormat = (format: string): boolean =>
  format === '' ||
  STYLES.some((style) => style === format) ||
  (format.match(LETTERS) ?? []).some((letters) => !letters.startsWith('['));

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** As records have times (RFC 3339), with their zone. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

type Options = Intl.DateTimeFormatOptions;

const padded = (value: number): string => String(value).padStart(2, '0');

const partsIn = (at: Date, { language, timeZone }: DateStyle) => {
  const named = (type: Intl.DateTimeFormatPartTypes, options: Options): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).formatToParts(at).find((part) => part.type === type)
      ?.value ?? '';
  // In English and in the calendar of everybody, for the figures.
  const figures = new Intl.DateTimeFormat('en-u-ca-gregory', {
    ...{ timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    hourCycle: 'h23',
  }).formatToParts(at);
  const figure = (type: Intl.DateTimeFormatPartTypes) =>
    Number(figures.find((part) => part.type === type)?.value ?? Number.NaN);
  return { named, figure };
};

const written = (letters: string, { named, figure }: ReturnType<typeof partsIn>): string => {
  const [year, month, day] = [figure('year'), figure('month'), figure('day')];
  const [hour, minute] = [figure('hour'), figure('minute')];
  // With the day beside it, as in "5. märta": several languages have another form for a month that stands alone.
  const inDate: Options = { day: 'numeric', year: 'numeric' };
  const values: Readonly<Record<string, () => string>> = {
    YYYY: () => String(year).padStart(4, '0'),
    YY: () => padded(year % 100),
    MMMM: () => named('month', { ...inDate, month: 'long' }),
    MMM: () => named('month', { ...inDate, month: 'short' }),
    MM: () => padded(month),
    M: () => String(month),
    DD: () => padded(day),
    D: () => String(day),
    dddd: () => named('weekday', { weekday: 'long' }),
    ddd: () => named('weekday', { weekday: 'short' }),
    HH: () => padded(hour),
    H: () => String(hour),
    hh: () => padded(hour % 12 || 12),
    h: () => String(hour % 12 || 12),
    mm: () => padded(minute),
    m: () => String(minute),
    A: () => (hour < 12 ? 'AM' : 'PM'),
  };
  return values[letters]?.() ?? letters.slice(1, -1);
};

/** What is no date stays as it is: a field may hold "next week". */
export const formatDate = (value: string, format: string, style: DateStyle): string => {
  const text = value.trim();
  const isDay = DAY.test(text);
  const at = isDay || TIME.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) return value;
  // A day is that day everywhere.
  const placed = isDay ? { ...style, timeZone: 'UTC' } : style;
  const dateStyle = format === '' ? 'long' : STYLES.find((one) => one === format);
  if (dateStyle !== undefined)
    return new Intl.DateTimeFormat(placed.language, { dateStyle, timeZone: placed.timeZone }).format(at);
  const parts = partsIn(at, placed);
  return format.replace(LETTERS, (letters) => written(letters, parts));
};
