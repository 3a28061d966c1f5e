import { z } from 'zod';
import type { Settings, SettingSpec } from '@/api/schema';
import { optionalText, optionalWhole } from '@/components/forms/fields';

/** The fields of a group: text, except for quiet hours. */
export type Typed = Record<string, string | QuietHoursTyped>;

export interface QuietHoursTyped {
  isOn: boolean;
  from: string;
  to: string;
}

const USUAL_QUIET_HOURS = { from: '21:00', to: '09:00' };

/** The initial values of a group's fields. */
export function typedOf(specs: readonly SettingSpec[], settings: Settings): Typed {
  const values = settings as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    specs.map(({ key, type }): [string, Typed[string]] => {
      const value = values[key];
      if (type === 'quiet_hours') {
        const hours = value as { from: string; to: string } | undefined;
        return [key, { isOn: hours !== undefined, ...(hours ?? USUAL_QUIET_HOURS) }];
      }
      return [key, asText(value)];
    }),
  );
}

/** A value as text; empty when there is none. */
export function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}

/** Reads a group's fields as the API takes them; an empty field is null, which restores the default. */
export function schemaOf(specs: readonly SettingSpec[]) {
  const time = z.string().regex(/^\d{2}:\d{2}$/);
  const field = ({ type }: SettingSpec): z.ZodType => {
    if (type === 'integer') return optionalWhole();
    if (type !== 'quiet_hours') return optionalText();
    return z
      .object({ isOn: z.boolean(), from: time, to: time })
      .transform(({ isOn, from, to }) => (isOn ? { from, to } : null));
  };
  return z.object(Object.fromEntries(specs.map((spec) => [spec.key, field(spec)]))) as unknown as z.ZodType<
    Record<string, unknown>,
    Typed
  >;
}

/** The changes to send; a value equal to the default becomes null. */
export function changesOf(
  specs: readonly SettingSpec[],
  changed: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    specs
      .filter(({ key }) => key in changed)
      .map(({ key, default: usual }) => [key, changed[key] === usual ? null : (changed[key] ?? null)]),
  );
}
