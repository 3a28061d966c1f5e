import { Box, Card, CardActionArea, CardContent, Checkbox, LinearProgress, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Selection } from './selection';

interface Props<Row> {
  rows: readonly Row[];
  card: (row: Row) => ReactNode;
  isLoading: boolean;
  href?: ((row: Row) => string) | undefined;
  selection?: Selection | undefined;
  label: string;
}

/** The rows as cards, for a phone. */
export function CardList<Row extends { id: number }>(props: Props<Row>) {
  const { rows, card, isLoading, href, selection, label } = props;
  const { t } = useTranslation();
  const toggle = (id: number) => {
    const ids = new Set(selection?.ids);
    if (!ids.delete(id)) ids.add(id);
    selection?.change(ids);
  };
  return (
    <Box sx={{ p: 1 }}>
      <Box sx={{ height: 4 }}>{isLoading && <LinearProgress aria-label={t('common.loading')} />}</Box>
      <Stack component="ul" spacing={1} aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {rows.map((row) => {
          const content = <CardContent sx={{ p: 1.5, '&:last-child': { pb: 1.5 } }}>{card(row)}</CardContent>;
          return (
            <Stack key={row.id} component="li" direction="row" sx={{ alignItems: 'center' }}>
              {selection && (
                <Checkbox
                  checked={selection.ids.has(row.id)}
                  onChange={() => toggle(row.id)}
                  slotProps={{ input: { 'aria-label': `№ ${row.id}` } }}
                />
              )}
              <Card variant="outlined" sx={{ flexGrow: 1, minWidth: 0 }}>
                {href ? (
                  <CardActionArea component={Link} to={href(row)}>
                    {content}
                  </CardActionArea>
                ) : (
                  content
                )}
              </Card>
            </Stack>
          );
        })}
      </Stack>
    </Box>
  );
}
