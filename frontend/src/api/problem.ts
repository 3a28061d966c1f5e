import axios from 'axios';

/** A place in the request that does not fit: `path` is a JSON Pointer into the body, or `/<name>` of a parameter. */
export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}

/** What kept a request from doing its work: a refusal, a fault, or a server that cannot be reached. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /** The HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** The last part of the problem's `type`, by which the text for it is found; `offline` without an answer. */
  readonly slug: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** By which operators find the request in the log. */
  readonly requestId: string | undefined;
  /** Seconds after which another try may help. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    slug: string,
    more: {
      detail?: string | undefined;
      fields?: FieldProblem[];
      requestId?: string | undefined;
      retryAfter?: number | undefined;
    } = {},
  ) {
    super(more.detail ?? slug);
    this.status = status;
    this.slug = slug;
    this.detail = more.detail;
    this.fields = more.fields ?? [];
    this.requestId = more.requestId;
    this.retryAfter = more.retryAfter;
  }

  /** Whether trying the same again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Reads whatever was thrown. */
  static of(failure: unknown): Problem {
    if (failure instanceof Problem) return failure;
    if (axios.isCancel(failure)) return new Problem(0, 'canceled');
    if (axios.isAxiosError(failure) && failure.response) {
      const { status, headers } = failure.response;
      const data: unknown = failure.response.data;
      return Problem.read(status, data, Number(headers['retry-after']));
    }
    if (axios.isAxiosError(failure) || failure instanceof TypeError) return new Problem(0, 'offline');
    return new Problem(0, 'broken', { detail: failure instanceof Error ? failure.message : String(failure) });
  }

  /** Reads an answer's body; one that is no problem document still has its status. */
  static read(status: number, body: unknown, retryAfter?: number): Problem {
    const known = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (name: string) => (typeof known[name] === 'string' ? known[name] : undefined);
    const slug = text('type')?.split('/').pop() ?? (status >= 500 ? 'unavailable' : 'broken');
    const fields = Array.isArray(known['errors']) ? (known['errors'] as FieldProblem[]) : [];
    const wait = retryAfter !== undefined && Number.isFinite(retryAfter) ? retryAfter : undefined;
    return new Problem(status, slug, {
      detail: text('detail'),
      fields,
      requestId: text('request_id'),
      retryAfter: wait,
    });
  }
}
