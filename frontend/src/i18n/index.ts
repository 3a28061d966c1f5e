import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { ru } from './ru';

/** Makes the texts ready; pages may be drawn once the promise holds. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    resources: { ru: { translation: ru } },
    interpolation: { escapeValue: false }, // React escapes
  });
}
