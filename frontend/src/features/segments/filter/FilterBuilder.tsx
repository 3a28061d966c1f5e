import { Stack } from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BuilderContext, type FilterError } from './builder';
import { GroupEditor } from './GroupEditor';
import { readFilter } from './read';
import { asGroup, everybody, group, type FilterDraft } from './tree';

interface Props {
  value: FilterDraft;
  onChange: (filter: FilterDraft) => void;
  /** Errors of the form and of the server, by place. */
  errors?: readonly FilterError[];
  disabled?: boolean;
}

const NO_ERRORS: readonly FilterError[] = [];

/** Edits a filter of clients: nested groups of conditions. */
export function FilterBuilder({ value, onChange, errors = NO_ERRORS, disabled = false }: Props) {
  const { t } = useTranslation();
  const builder = useMemo(() => {
    // Empty places are marked only when the form is saved.
    const found = readFilter(value)
      .gaps.filter(({ code }) => code !== 'required')
      .map(({ path, code }) => ({ path, text: t(`errors.field.${code}`) }));
    return { isDisabled: disabled, errors: [...found, ...errors] };
  }, [value, errors, disabled, t]);
  const { mode, parts, path } = asGroup(value);
  return (
    <BuilderContext value={builder}>
      <Stack spacing={1.5}>
        <GroupEditor
          mode={mode}
          parts={parts}
          path={path}
          onChange={(nextMode, nextParts) =>
            onChange(nextParts.length === 0 ? everybody : group(nextMode, nextParts))
          }
        />
      </Stack>
    </BuilderContext>
  );
}
