import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { first } from './ru/first';

/** The languages of the panel. */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

const KEY = 'marmelad.language';

/** Where the texts of the pages after the first come from. */
const rest = {
  ru: async () => (await import('./ru/rest')).rest,
  en: async () => (await import('./en/rest')).rest,
};
let isRestWanted = false;

/**
 * Makes the texts of the frame and the first page ready; pages may be drawn once the promise holds. Russian, unless
 * another language was chosen.
 */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    resources: { ru: { translation: first } },
    interpolation: { escapeValue: false }, // React escapes
  });
  if (localStorage.getItem(KEY) === 'en') await setLanguage('en');
}

/** Makes the texts of all other pages ready; the first of them waits for it. */
export async function moreTexts(): Promise<void> {
  isRestWanted = true;
  await addRest(i18next.language === 'en' ? 'en' : 'ru');
}

/** Changes the language of everything on the page and keeps the choice. English is fetched when first asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en') {
    const { first: english } = await import('./en/first');
    i18next.addResourceBundle('en', 'translation', english, true);
  }
  if (isRestWanted) await addRest(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}

async function addRest(language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await rest[language](), true);
}
