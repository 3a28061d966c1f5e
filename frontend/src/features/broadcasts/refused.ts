import { Problem } from '@/api/problem';
import { useErrorText } from '@/components/errors';
import { fieldText } from '@/components/forms/problem-fields';

/** For pages: the sentence for whatever failed; of a refused value what is wrong with it. */
export function useRefusedText(): (failure: unknown) => string {
  const errorText = useErrorText();
  return (failure) => {
    const problem = Problem.of(failure);
    const [first] = problem.fields;
    return first && problem.status === 422 ? fieldText(first) : errorText(problem);
  };
}
