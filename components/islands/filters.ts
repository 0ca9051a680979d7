/** The values of an entry, by the name of the filter that asks for them. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** Whether an entry has, for each filter that is set, the value chosen there. An empty choice asks for nothing. */
export function isWanted(values: Values, chosen: Readonly<Record<string, string>>): boolean {
  return Object.entries(chosen).every(([name, value]) => value === '' || values[name]?.includes(value));
}
