import { Stack } from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BuilderContext, type FilterError } from './builder';
import { MAX_CONDITIONS } from './fields';
import { GroupEditor } from './GroupEditor';
import { problemText } from './problem-text';
import { readFilter } from './read';
import { asGroup, countConditions, everybody, group, type FilterDraft } from './tree';

interface Props {
  value: FilterDraft;
  onChange: (filter: FilterDraft) => void;
  /** What the form or the server found wrong; unfitting values are found by the builder itself. */
  errors?: readonly FilterError[];
  disabled?: boolean;
}

const NO_ERRORS: readonly FilterError[] = [];

/** Edits a filter over clients: groups of conditions, within each other. */
export function FilterBuilder({ value, onChange, errors = NO_ERRORS, disabled = false }: Props) {
  const { t } = useTranslation();
  const builder = useMemo(() => {
    // What is only not filled in yet is told when somebody wants to save.
    const found = readFilter(value)
      .problems.filter(({ code }) => code !== 'required' && code !== 'empty')
      .map((problem) => ({ path: problem.path, text: problemText(problem, t) }));
    return {
      isDisabled: disabled,
      mayAdd: countConditions(value) < MAX_CONDITIONS,
      errors: [...found, ...errors],
    };
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
