import { Problem } from '@/api/problem';
import { useErrorText } from '@/components/errors';
import { fieldText } from '@/components/forms/problem-fields';

/** Gives the sentence for a failure; for a refused value the sentence of its field. */
export function useRefusedText(): (failure: unknown) => string {
  const errorText = useErrorText();
  return (failure) => {
    const problem = Problem.of(failure);
    const [first] = problem.fields;
    return first && problem.status === 422 ? fieldText(first) : errorText(problem);
  };
}
