import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/queries';

/** The names of the settings by key; fetched only where `isWanted`. */
export function useSettingNames(isWanted: boolean): ReadonlyMap<string, string> {
  const { i18n } = useTranslation();
  const { data } = useGet('/settings/schema', {}, { enabled: isWanted, staleTime: Infinity });
  const name = i18n.language === 'en' ? 'description_en' : 'description_ru';
  return new Map(data?.map((spec) => [spec.key, spec[name]]));
}
