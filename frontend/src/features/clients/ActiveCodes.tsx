import { Box, Paper, Typography, Stack } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { UserDetails } from '@/api/schema';
import { useFormats } from '@/components/format';
import { Muted } from '@/components/Muted';
import { To } from '@/components/To';
import { Code } from '@/features/discounts/Code';
import { CopyCode } from '@/features/discounts/CopyCode';
import { terms } from './discount-words';
import { Section } from '@/components/Section';

/** The active codes of a client. */
export function ActiveCodes({ user }: { user: UserDetails }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const codes = user.active_discounts;
  return (
    <Section title={t('users.codes.active')}>
      {codes.length === 0 && (
        <Typography sx={{ color: 'text.secondary' }}>
          {t('users.codes.noActive')}. {t('users.codes.noActiveHint')}
        </Typography>
      )}
      <Box
        component="ul"
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {codes.map((discount) => (
          <Paper key={discount.id} component="li" variant="outlined" sx={{ p: 1.5 }}>
            <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
              <Code>{discount.code}</Code>
              <CopyCode code={discount.code} />
            </Stack>
            <To to={`/discounts/${discount.id}`} sx={{ fontWeight: 700 }}>
              {formats.worth(discount)}
            </To>
            <Muted>{terms(discount, t, formats)}</Muted>
          </Paper>
        ))}
      </Box>
    </Section>
  );
}
