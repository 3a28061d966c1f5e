import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import {
  useForm,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
} from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Problem } from '@/api/problem';
import { useErrorText } from '@/components/errors';
import { changedOf } from './changed';
import { dropDraft, keepDraft, readDraft } from './draft';
import { fieldName, splitFields } from './problem-fields';
import { useUnsaved } from './unsaved';

interface Options<Input extends FieldValues, Output> {
  /** Converts the fields to the request's values. */
  schema: z.ZodType<Output, Input>;
  /** The initial values. */
  values: Input;
  /** Sends the request. A Problem is shown at the fields that it names. */
  save: (values: Output, about: Saving<Input, Output>) => Promise<unknown>;
  /** Called after saving. */
  onSaved?: () => void;
  /** The key under which unsaved input is kept; one for each edited thing. */
  draft?: string;
  /** Form fields for API fields of another name: `{ filter: 'audience' }`. */
  aliases?: Readonly<Record<string, string>>;
}

/** What `save` gets beside the values. */
interface Saving<Input, Output> {
  /** The values of the fields when they were last read or saved. */
  begun: Input;
  /** The values that were changed here: a PATCH of the others could undo somebody else's change. */
  changed: Partial<Output>;
}

/** A form whose content goes to the API. */
export interface ServerForm<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  /** The failure in a sentence; field errors are shown at the fields. */
  failure: string | null;
  /** Whether the fields hold unsaved input of an earlier visit. */
  isRestored: boolean;
  /** Restores the saved values. */
  discard: () => void;
}

/** A form that sends its values to the API, shows the server's errors at their fields, and keeps unsaved input. */
export function useServerForm<Input extends FieldValues, Output extends object>(
  options: Options<Input, Output>,
): ServerForm<Input, Output> {
  const { schema, values, save, onSaved, draft, aliases } = options;
  const { t } = useTranslation();
  const errorText = useErrorText();
  // The values when they were last read or saved.
  const [begun, setBegun] = useState(values);
  const [kept] = useState(() => (draft === undefined ? null : readDraft<Partial<Input>>(draft)));
  const [isRestored, setRestored] = useState(kept !== null);
  const [failure, setFailure] = useState<string | null>(null);
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues: values as DefaultValues<Input>,
  });
  const { isDirty } = form.formState;
  useUnsaved(isDirty);

  useEffect(() => {
    // Set over the saved values, so that it counts as a change.
    if (kept !== null)
      for (const [name, value] of Object.entries(kept))
        form.setValue(name as FieldPath<Input>, value as never, { shouldDirty: true });
  }, [kept, form]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        // The failure may be fixed by the new input.
        callback: () => setFailure(null),
      }),
    [form],
  );

  useEffect(() => {
    if (draft === undefined) return;
    return form.subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values: typed, isDirty: differs }) => {
        if (differs) keepDraft(draft, changedOf(typed, typed, begun));
        else dropDraft(draft);
      },
    });
  }, [draft, form, begun]);

  const discard = () => {
    if (draft !== undefined) dropDraft(draft);
    setRestored(false);
    setFailure(null);
    setBegun(values);
    form.reset(values);
  };

  const submit = form.handleSubmit(
    async (output) => {
      setFailure(null);
      // The form changes its objects in place.
      const typed = structuredClone(form.getValues());
      try {
        await save(output, { begun, changed: changedOf(output, typed, begun) });
      } catch (thrown) {
        setFailure(place(Problem.of(thrown)));
        return;
      }
      setRestored(false);
      setBegun(typed);
      // Input made while saving stays, as a change of the saved values.
      form.reset(typed, { keepValues: true });
      if (draft !== undefined && !form.formState.isDirty) dropDraft(draft);
      onSaved?.();
    },
    () => setFailure(t('errors.checkFields')),
  );

  /** Shows the errors at their fields; returns the sentence for the whole form. */
  function place(problem: Problem): string {
    const named = new Problem(problem.status, problem.slug, {
      fields: problem.fields.map((field) => {
        const alias = aliases?.[fieldName(field.path)];
        return alias === undefined ? field : { ...field, path: `/${alias.replaceAll('.', '/')}` };
      }),
    });
    const { placed, others } = splitFields(
      named,
      (name) => form.getValues(name as FieldPath<Input>) !== undefined,
    );
    placed.forEach(({ name, text }, index) =>
      form.setError(
        name as FieldPath<Input>,
        { type: 'server', message: text },
        { shouldFocus: index === 0 },
      ),
    );
    return placed.length > 0 && others.length === 0 ? t('errors.checkFields') : errorText(problem);
  }

  return { form, submit, failure, isRestored, discard };
}
