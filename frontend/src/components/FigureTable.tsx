import {
  Box,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** A name with its figures. */
export interface FigureRow {
  key: number | string;
  name: string;
  /** Under the name, quieter. */
  hint?: string | undefined;
  to?: string | undefined;
  values: string[];
}

interface Props {
  /** Of the name, then of each figure. */
  heads: string[];
  rows: FigureRow[];
}

/** Names with figures beside them; scrolls within itself where the screen is narrow. */
export function FigureTable({ heads, rows }: Props) {
  const { t } = useTranslation();
  if (rows.length === 0) {
    return <Typography sx={{ color: 'text.secondary' }}>{t('common.table.nothing')}</Typography>;
  }
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={heads[0]}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {heads.map((head, index) => (
              <TableCell key={head} align={index === 0 ? 'left' : 'right'}>
                {head}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ key, to, name, hint, values }) => (
            <TableRow key={key} hover>
              <TableCell sx={{ minWidth: 140 }}>
                {to === undefined ? (
                  name
                ) : (
                  <MuiLink component={Link} to={to}>
                    {name}
                  </MuiLink>
                )}
                {hint && (
                  <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
                    {hint}
                  </Typography>
                )}
              </TableCell>
              {values.map((value, index) => (
                <TableCell
                  key={heads[index + 1]}
                  align="right"
                  sx={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
                >
                  {value}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
