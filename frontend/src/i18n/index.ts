import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ru } from './ru';

/** The languages of the panel. */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

const KEY = 'marmelad.language';

/** Makes the texts ready; pages may be drawn once the promise holds. Russian, unless another language was chosen. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    resources: { ru: { translation: ru } },
    interpolation: { escapeValue: false }, // React escapes
  });
  if (localStorage.getItem(KEY) === 'en') await setLanguage('en');
}

/** Changes the language of everything on the page and keeps the choice. English is fetched when first asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en');
    i18next.addResourceBundle('en', 'translation', en);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEY, language);
}
