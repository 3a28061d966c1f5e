import axios from 'axios';

/** An invalid field of a request: `path` is a JSON Pointer into the body, or `/<name>` of a parameter. */
export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}

/** A failed request: refused, broken, or without an answer. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /** The HTTP status; 0 without an answer. */
  readonly status: number;
  /** The last part of the problem's `type`, the key of its text; `offline` without an answer. */
  readonly slug: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** The id of the request in the server's log. */
  readonly requestId: string | undefined;
  /** Seconds to wait before a retry. */
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

  /** Whether a retry may succeed. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Converts anything thrown to a problem. */
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

  /** Reads a problem document; any other body gives a problem with the status alone. */
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
