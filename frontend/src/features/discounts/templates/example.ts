import type { Settings } from '@/api/schema';
import { addDays } from '@/components/zone';
import type { TemplateFields } from './form';
import { escapeHtml, renderText } from './message';

const SAMPLE_CODE = 'ДЯА4589';

/** Which text of the bot brings the code, by what the code is given for. */
const texts = {
  subscription: 'text_code_issued',
  birthday: 'text_birthday_gift',
  campaign: 'text_campaign_gift',
  manual: 'text_my_discounts_line',
} as const satisfies Record<TemplateFields['event'], keyof Settings>;

interface Example {
  fields: TemplateFields;
  settings: Settings;
  /** What it saves, in words: «10 %». */
  value: string;
  /** The minimum in words; empty for none. */
  minimum: string;
  firstName: string;
  /** The local day of issue. */
  today: string;
}

/** The message with which the bot would bring a code of the template as it stands in the editor: Telegram's HTML. */
export function exampleMessage(example: Example): string {
  const { fields, settings, today } = example;
  const days = Number(fields.duration_days);
  const lastDay = Number.isInteger(days) && days > 0 && days <= 3650 ? addDays(today, days) : today;
  const values = {
    code: SAMPLE_CODE,
    value: example.value,
    last_day: dayInRussian(lastDay, today),
    min_order: example.minimum,
    uses_left: fields.usage_type === 'multi' ? fields.max_uses : '',
    first_name: example.firstName,
  };
  const escaped = Object.fromEntries(Object.entries(values).map(([name, word]) => [name, escapeHtml(word)]));
  return renderText(settings[texts[fields.event]] ?? '', { ...escaped, note: fields.message_text.trim() });
}

const DAY = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** «5 марта», «5 марта 2027» when the year is another: clients read Russian in every language of the panel. */
export function dayInRussian(day: string, today: string): string {
  const words = DAY.format(new Date(`${day}T00:00Z`));
  const year = day.slice(0, 4);
  return year === today.slice(0, 4) ? words : `${words} ${year}`;
}
