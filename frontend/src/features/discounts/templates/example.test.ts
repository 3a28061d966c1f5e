import { describe, expect, it } from 'vitest';
import { dayInRussian, exampleMessage } from './example';
import { fieldsOf } from './form';

const settings = {
  text_code_issued:
    'Ваша скидка: {code}\n\nЭто скидка {value}, до {last_day} включительно.\nДействует при покупке от {min_order}.\nОсталось использований: {uses_left}.\n\n{note}\n\nНазовите код на кассе 🍬',
  text_birthday_gift: '{first_name}, подарок: {code}',
};
const fields = { ...fieldsOf(undefined, 'UTC'), event: 'subscription', duration_days: '30' } as const;
const example = { fields, settings, value: '10 %', minimum: '', firstName: 'Мария', today: '2026-02-03' };

describe('the example of a message', () => {
  it('reads as the bot writes it', () =>
    expect(exampleMessage(example)).toBe(
      'Ваша скидка: ДЯА4589\n\nЭто скидка 10 %, до 5 марта включительно.\n\nНазовите код на кассе 🍬',
    ));

  it('shows the minimum, the uses and the text for the client', () => {
    const message = exampleMessage({
      ...example,
      fields: { ...fields, usage_type: 'multi', max_uses: '3', message_text: ' <b>Ура</b> ' },
      minimum: '500 ₽',
    });
    expect(message).toContain('от 500 ₽.\nОсталось использований: 3.\n\n<b>Ура</b>\n\nНазовите');
  });

  it('uses the words of what the code is given for', () =>
    expect(exampleMessage({ ...example, fields: { ...fields, event: 'birthday' } })).toBe(
      'Мария, подарок: ДЯА4589',
    ));

  it('names the year only when it is another', () => {
    expect(dayInRussian('2026-03-05', '2026-02-03')).toBe('5 марта');
    expect(dayInRussian('2027-03-05', '2026-02-03')).toBe('5 марта 2027');
  });
});
