import type { Texts } from './ru';

// Lets the compiler refuse a key that has no text.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
    // Keys are made from the API's words (`status.draft`): the compiler checks each of them.
    enableSelector: false;
  }
}
