import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Muted } from './Muted';
import { To } from './To';

/** A figure of a row: its heading and its text. */
export type Figure<Row> = readonly [head: string, of: (row: Row) => string];

interface Props<Row> {
  /** The heading of the names. */
  head: string;
  rows: readonly Row[];
  /** The row's name, a second line below it, and the page to which the name leads. */
  name: (row: Row) => { name: string; hint?: string | undefined; to?: string | undefined };
  figures: readonly Figure<Row>[];
}

/** Names with figures beside them; scrolls sideways on a narrow screen. */
export function FigureTable<Row>({ head, rows, name: nameOf, figures }: Props<Row>) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Typography color="textSecondary">{t('common.table.nothing')}</Typography>;
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={head}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{head}</TableCell>
            {figures.map(([label]) => (
              <TableCell key={label} align="right">
                {label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => {
            const { name, hint, to } = nameOf(row);
            return (
              <TableRow key={index} hover>
                <TableCell sx={{ minWidth: 140 }}>
                  {to === undefined ? name : <To to={to}>{name}</To>}
                  {hint && (
                    <Muted variant="caption" component="div">
                      {hint}
                    </Muted>
                  )}
                </TableCell>
                {figures.map(([label, of]) => (
                  <TableCell
                    key={label}
                    align="right"
                    sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
                  >
                    {of(row)}
                  </TableCell>
                ))}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}
