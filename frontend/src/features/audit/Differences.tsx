import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { audit as texts } from '@/i18n/ru/audit';
import type { Difference } from './differences';

/** What an entry changed, field by field. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation();
  const show = (value: string | null) =>
    value === null ? '—' : value === 'true' ? t('common.yes') : value === 'false' ? t('common.no') : value;
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {differences.map(({ field, old, new: next, isHidden }) => (
        <Box key={field} sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, mt: 0.5 }}>
          <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
            {isField(field) ? t(`audit.field.${field}`) : field}:
          </Typography>
          <Typography
            component="dd"
            variant="body2"
            sx={{ m: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
          >
            {isHidden ? (
              t('audit.hidden')
            ) : (
              <>
                {old !== null && (
                  <>
                    <del>{show(old)}</del>
                    {' → '}
                  </>
                )}
                {show(next)}
              </>
            )}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

const isField = (word: string): word is keyof typeof texts.field => word in texts.field;
