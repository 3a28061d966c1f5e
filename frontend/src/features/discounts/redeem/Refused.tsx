import BlockIcon from '@mui/icons-material/BlockOutlined';
import { Paper, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { CheckResult } from '@/api/schema';
import { useFormats } from '@/components/format';
import { To } from '@/components/To';
import { refusalWords } from './refusal';

/** A refused code with the reason, in large type. */
export function Refused({ result }: { result: Pick<CheckResult, 'status' | 'code' | 'discount'> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { title, hint } = refusalWords(t, formats, result);
  return (
    <Paper
      variant="outlined"
      role="alert"
      sx={{ p: 3, textAlign: 'center', borderColor: 'error.main', borderWidth: 2 }}
    >
      <BlockIcon color="error" sx={{ fontSize: 56 }} />
      <Typography component="h2" sx={{ fontSize: 22, fontWeight: 700, mt: 1, overflowWrap: 'anywhere' }}>
        {title}
      </Typography>
      {hint && (
        <Typography sx={{ mt: 1, color: 'text.secondary', overflowWrap: 'anywhere' }}>{hint}</Typography>
      )}
      {result.discount && (
        <To to={`/discounts/${result.discount.id}`} sx={{ display: 'inline-block', mt: 1, p: 1 }}>
          {t('redeem.openCode')}
        </To>
      )}
    </Paper>
  );
}
