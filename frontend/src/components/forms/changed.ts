/** The properties of `whole` whose typed values differ from the initial ones. */
export function changedOf<Whole extends object, Input extends object>(
  whole: Whole,
  typed: Input,
  begun: Input,
): Partial<Whole> {
  const before = begun as Readonly<Record<string, unknown>>;
  const after = typed as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(whole).filter(([name]) => JSON.stringify(after[name]) !== JSON.stringify(before[name])),
  ) as Partial<Whole>;
}
