import type { Translation } from '@/i18n/translation';

export const session: Translation['session'] = {
  login: {
    title: 'Log in',
    how: 'Send /login to the staff bot: it answers with a link that works once, within 5 minutes.',
    paste: 'The link, or the code in it',
    pasteHint: 'If the link opened in another browser, paste it here.',
    enter: 'Log in',
    entering: 'Logging in…',
    empty: 'Paste the link from the bot.',
    invalid: 'This link was used or is too old. Send /login to the staff bot and open the new one.',
    inactive: 'Your access is switched off. Ask an owner.',
    tooMany: 'Too many tries. Wait a minute.',
    left: 'You have logged out.',
  },
  expired: {
    title: 'The session is over',
    text: 'Log in again: the page and all you typed stay. Send /login to the staff bot and open the link in this browser (another tab will do), or paste it here.',
  },
};
