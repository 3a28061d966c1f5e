import { describe, expect, it } from 'vitest';
import type { SettingSpec } from '@/api/schema';
import { changedOf } from '@/components/forms/changed';
import { changesOf, schemaOf, typedOf, type Typed } from './values';

const spec = (key: string, type: SettingSpec['type'], more: Partial<SettingSpec> = {}): SettingSpec => ({
  key,
  type,
  group: 'marketing',
  description_ru: '',
  description_en: '',
  ...more,
});
const specs = [
  spec('broadcast_rate_per_minute', 'integer', { min: 0, max: 1800, default: 25 }),
  spec('quiet_hours', 'quiet_hours', { default: { from: '21:00', to: '09:00' } }),
  spec('text_welcome', 'text', { default: 'Здравствуйте!' }),
];
const settings = {
  broadcast_rate_per_minute: 25,
  quiet_hours: { from: '21:00', to: '09:00' },
  text_welcome: 'Привет!',
};

const begun = typedOf(specs, settings);
const sent = (typed: Typed) => changesOf(specs, changedOf(schemaOf(specs).parse(typed), typed, begun));

describe('settings', () => {
  it('are shown as text', () =>
    expect(typedOf(specs, settings)).toEqual({
      broadcast_rate_per_minute: '25',
      quiet_hours: { isOn: true, from: '21:00', to: '09:00' },
      text_welcome: 'Привет!',
    }));

  it('show quiet hours that are off with usual hours, ready to be switched on', () =>
    expect(typedOf(specs, {})['quiet_hours']).toEqual({ isOn: false, from: '21:00', to: '09:00' }));

  it('send only what changed', () => {
    expect(sent({ ...begun, broadcast_rate_per_minute: '60' })).toEqual({ broadcast_rate_per_minute: 60 });
    expect(sent(begun)).toEqual({});
  });

  it('send null for no quiet hours, an emptied field and a text that is the default again', () => {
    const typed = {
      broadcast_rate_per_minute: '',
      quiet_hours: { isOn: false, from: '21:00', to: '09:00' },
      text_welcome: 'Здравствуйте!',
    };
    expect(sent(typed)).toEqual({
      broadcast_rate_per_minute: null,
      quiet_hours: null,
      text_welcome: null,
    });
  });

  it('refuse what is no number', () => {
    const typed = { ...typedOf(specs, settings), broadcast_rate_per_minute: 'много' };
    expect(schemaOf(specs).safeParse(typed).success).toBe(false);
  });
});
