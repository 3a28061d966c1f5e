/** The parts of `whole` whose fields hold something else than they began with. What others changed meanwhile is not among them. */
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
