import { useNames } from './names';
import { To } from './To';

const PAGES = {
  template: '/templates',
  campaign: '/campaigns',
  broadcast: '/broadcasts',
  segment: '/segments',
};

/** The name of a thing, as a link to its page. */
export function NamedLink({ of, id }: { of: keyof typeof PAGES; id: number }) {
  return <To to={`${PAGES[of]}/${id}`}>{useNames(of)(id)}</To>;
}
