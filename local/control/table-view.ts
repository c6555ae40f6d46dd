/** Reads values out of a stored DynamoDB item by path, for display only. */
type Attribute = Readonly<Record<string, unknown>>;

export interface View {
  /** String or number at the path (`from.address`); empty when there is none. */
  text(path: string): string;
  /** Maps in the list at the path. */
  list(path: string): View[];
  /** Strings in the list at the path. */
  texts(path: string): string[];
}

const isObject = (value: unknown): value is Attribute =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const step = (map: Attribute, name: string): Attribute | undefined => {
  const value = map[name];
  return isObject(value) ? value : undefined;
};

const entriesOf = (list: unknown): Attribute[] => (Array.isArray(list) ? list.filter(isObject) : []);

const find = (item: Attribute, path: string): Attribute | undefined => {
  const [first = '', ...rest] = path.split('.');
  let at = step(item, first);
  for (const name of rest) {
    const map = at?.['M'];
    at = isObject(map) ? step(map, name) : undefined;
  }
  return at;
};

export const tableView = (item: Attribute): View => ({
  text: (path) => {
    const at = find(item, path);
    const value = at?.['S'] ?? at?.['N'];
    return typeof value === 'string' ? value : '';
  },
  list: (path) => entriesOf(find(item, path)?.['L']).flatMap(({ M: map }) => (isObject(map) ? [tableView(map)] : [])),
  texts: (path) =>
    entriesOf(find(item, path)?.['L']).flatMap(({ S: string }) => (typeof string === 'string' ? [string] : [])),
});
