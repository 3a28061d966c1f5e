import type { Template } from '@/api/schema';
import { createFormats } from '@/components/format';
import { addDays, dayIn } from '@/components/zone';
import { truncate, type Values } from '@/features/broadcasts/message/placeholders';

/** Who reads the preview. */
export interface Reader {
  first_name?: string | undefined;
  display_name: string;
}

/** What a code says of its discount. */
type GivenTemplate = Pick<
  Template,
  'value' | 'value_type' | 'duration_days' | 'min_order_amount' | 'usage_type' | 'max_uses'
>;

/** The code that the server shows in its examples. */
const EXAMPLE = 'ДЯА4589';

/** What stands in the braces for one recipient. Messages are Russian, whatever language the panel speaks. */
export function factsOf(reader: Reader, template: GivenTemplate | undefined, timeZone: string): Values {
  const display = reader.display_name.trim();
  const first = reader.first_name?.trim();
  const names = {
    first_name: truncate(first === undefined || first === '' ? display : first, 64),
    display_name: truncate(display, 128),
  };
  return template ? { ...names, ...codeFacts(template, timeZone) } : names;
}

function codeFacts(template: GivenTemplate, timeZone: string): Values {
  const { money, percent } = createFormats('ru', timeZone);
  const { value, value_type, duration_days, min_order_amount, usage_type, max_uses } = template;
  const lastDay = addDays(dayIn(timeZone), duration_days);
  const isThisYear = lastDay.slice(0, 4) === dayIn(timeZone).slice(0, 4);
  return {
    code: EXAMPLE,
    value: value_type === 'percent' ? percent(value) : money(value),
    last_day: new Intl.DateTimeFormat('ru-RU', {
      day: 'numeric',
      month: 'long',
      ...(isThisYear ? {} : { year: 'numeric' }),
      timeZone: 'UTC',
    }).format(new Date(`${lastDay}T00:00Z`)),
    min_order: min_order_amount === undefined ? '' : money(min_order_amount),
    uses_left: usage_type === 'multi' && max_uses !== undefined ? String(max_uses) : '',
  };
}
