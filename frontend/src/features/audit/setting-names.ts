import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';

/** For pages: what the settings are called, as the settings' page does, by their keys; asked for only where it is wanted. */
export function useSettingNames(isWanted: boolean): ReadonlyMap<string, string> {
  const { i18n } = useTranslation();
  const { data } = useGet('/settings/schema', {}, { enabled: isWanted, staleTime: Infinity });
  const name = i18n.language === 'en' ? 'description_en' : 'description_ru';
  return new Map(data?.map((spec) => [spec.key, spec[name]]));
}
