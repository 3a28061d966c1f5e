import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/components/format';
import { useFilterSentence } from '@/features/segments/filter/sentence-hook';
import type { Difference } from './differences';
import { fieldText, valueText } from './value-text';

interface Props {
  differences: readonly Difference[];
  /** Names of fields that the log has no text for. */
  names: ReadonlyMap<string, string>;
}

/** The changes of an entry, field by field. */
export function Differences({ differences, names }: Props) {
  const { t } = useTranslation();
  const tools = { t, formats: useFormats(), sentence: useFilterSentence() };
  return (
    <Box component="dl" sx={{ m: 0 }}>
      {differences.map(({ field, old, new: next, isHidden }) => (
        <Box key={field} sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, mt: 0.5 }}>
          <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
            {names.get(field) ?? fieldText(field, t)}:
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
                    <del>{valueText(field, old, tools)}</del>
                    {' → '}
                  </>
                )}
                {valueText(field, next, tools)}
              </>
            )}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
