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
  /** What the fields must hold; turns what was typed into what is sent. */
  schema: z.ZodType<Output, Input>;
  /** What the fields show at first. */
  values: Input;
  /** Sends it. A Problem that it throws is shown at the fields that it names. */
  save: (values: Output, about: Saving<Input, Output>) => Promise<unknown>;
  /** After it was saved. */
  onSaved?: () => void;
  /** Keeps what is typed under this name until it is saved; each thing that is edited has its own. */
  draft?: string;
  /** Fields of the form for fields of the API that are called otherwise: `{ filter: 'audience' }`. */
  aliases?: Readonly<Record<string, string>>;
}

/** What a form knows of what it saves. */
interface Saving<Input, Output> {
  /** The values of the fields when they were last read or saved. */
  begun: Input;
  /** The part of what is sent that was changed here: a PATCH of the rest could undo changes of others. */
  changed: Partial<Output>;
}

/** A form whose content goes to the API. */
export interface ServerForm<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  /** What went wrong as a whole; the places are told at the fields. */
  failure: string | null;
  /** Whether the fields hold what was kept from an earlier visit. */
  isRestored: boolean;
  /** Back to what is saved. */
  discard: () => void;
}

/** Sets up a form: checks what is typed, sends it, shows refusals at their fields, and keeps what is not saved. */
export function useServerForm<Input extends FieldValues, Output extends object>(
  options: Options<Input, Output>,
): ServerForm<Input, Output> {
  const { schema, values, save, onSaved, draft, aliases } = options;
  const { t } = useTranslation();
  const errorText = useErrorText();
  // What the fields were compared with when they were last read or saved.
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
    // Over the saved values, so that what was typed counts as a change.
    if (kept !== null)
      for (const [name, value] of Object.entries(kept))
        form.setValue(name as FieldPath<Input>, value as never, { shouldDirty: true });
  }, [kept, form]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        // What was wrong may be mended by what is typed now.
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
      // The form goes on changing its own objects in place.
      const typed = structuredClone(form.getValues());
      try {
        await save(output, { begun, changed: changedOf(output, typed, begun) });
      } catch (thrown) {
        setFailure(place(Problem.of(thrown)));
        return;
      }
      setRestored(false);
      setBegun(typed);
      // What was typed while it was being saved stays, as a change to what is saved.
      form.reset(typed, { keepValues: true });
      if (draft !== undefined && !form.formState.isDirty) dropDraft(draft);
      onSaved?.();
    },
    () => setFailure(t('errors.checkFields')),
  );

  /** Shows the refused places at their fields; gives the sentence for the whole. */
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
