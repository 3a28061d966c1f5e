import { Alert, Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { FormProvider, type FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { DisabledContext } from './disabled';
import { LeaveGuard } from './LeaveGuard';
import type { ServerForm } from './server-form';

interface Props<Input extends FieldValues, Output> {
  of: ServerForm<Input, Output>;
  children: ReactNode;
  /** The label of the submit button; "save" by default. */
  action?: string;
  /** Beside the button. */
  more?: ReactNode;
  /** False makes the fields read-only. */
  mayChange?: boolean;
  /** False where leaving with unsaved input needs no question, as in a dialog. */
  isGuarded?: boolean;
}

/** A form with its fields, its failure and the submit button. */
export function Form<Input extends FieldValues, Output>(props: Props<Input, Output>) {
  const { of, children, action, more, mayChange = true, isGuarded = true } = props;
  const { t } = useTranslation();
  const { isSubmitting, isDirty } = of.form.formState;
  return (
    <DisabledContext value={!mayChange}>
      <FormProvider {...of.form}>
        {isGuarded && <LeaveGuard isDirty={isDirty && !isSubmitting} />}
        <form
          noValidate
          onSubmit={(event) => {
            // `submit` may be given by a page, without the event.
            event.preventDefault();
            void of.submit(event);
          }}
        >
          <fieldset disabled={!mayChange} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
            <Stack spacing={2.5}>
              {of.isRestored && (
                <Alert
                  severity="info"
                  action={
                    <Button color="inherit" size="small" onClick={of.discard}>
                      {t('common.unsaved.discard')}
                    </Button>
                  }
                >
                  {t('common.unsaved.restored')}
                </Alert>
              )}
              {children}
              {of.failure && (
                <Alert severity="error" role="alert">
                  {of.failure}
                </Alert>
              )}
              <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
                <Button type="submit" variant="contained" loading={isSubmitting} disabled={!mayChange}>
                  {action ?? t('common.save')}
                </Button>
                {more}
              </Stack>
            </Stack>
          </fieldset>
        </form>
      </FormProvider>
    </DisabledContext>
  );
}
