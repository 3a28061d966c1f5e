import { describe, expect, it } from 'vitest';
import { escapeHtml, renderText, visibleLength } from './message';

describe('a text of the bot', () => {
  const text =
    'Ваша скидка: {code}\n\nДействует от {min_order}.\nОсталось: {uses_left}.\n\n{note}\n\nНа кассе 🍬';

  it('is filled in', () => {
    const values = { code: 'ДЯА4589', min_order: '500 ₽', uses_left: '3', note: '<b>Ура</b>' };
    expect(renderText(text, values)).toBe(
      'Ваша скидка: ДЯА4589\n\nДействует от 500 ₽.\nОсталось: 3.\n\n<b>Ура</b>\n\nНа кассе 🍬',
    );
  });

  it('leaves out lines without a value, and the gap that they leave', () => {
    const values = { code: 'ДЯА4589', min_order: '', uses_left: '', note: '' };
    expect(renderText(text, values)).toBe('Ваша скидка: ДЯА4589\n\nНа кассе 🍬');
    expect(renderText('{code}\n\n{note}', { code: 'А', note: '' })).toBe('А');
  });

  it('keeps a line with one value, unknown places and braces', () => {
    expect(renderText('{a} и {b}', { a: '', b: 'x' })).toBe(' и x');
    expect(renderText('{other} {{code}} }', { code: 'А' })).toBe('{other} {code} }');
  });
});

describe('HTML', () => {
  it('counts what the client sees', () => expect(visibleLength('<b>Ура</b> &lt;3')).toBe(6));

  it('escapes values', () => expect(escapeHtml('<Мария & "Ко">')).toBe('&lt;Мария &amp; &quot;Ко&quot;&gt;'));
});
