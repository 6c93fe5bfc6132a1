import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE } from '../http/problem.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nothing here may be kept, guessed at, or shown inside another page. */
const COMMON = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

export function answer(
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      ...COMMON,
      'Content-Type': type,
      'Content-Length': String(Buffer.byteLength(body)),
      ...headers,
    },
    body,
  };
}

export function text(status: number, body: string): Answer {
  return answer(status, 'text/plain;charset=utf-8', body);
}

export function json(value: unknown): Answer {
  return answer(200, 'application/json', `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Problem details (RFC 9457), whose type is that of its HTTP status. */
export function problem(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = JSON.stringify({ title: STATUS_CODES[status], status, detail });
  return answer(status, PROBLEM_TYPE, `${body}\n`, headers);
}
