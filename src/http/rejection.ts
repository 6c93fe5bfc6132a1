import { STATUS_CODES } from 'node:http';
import { acceptsProblem } from './accepts-json.ts';
import type { Rejection } from './admission.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { PROBLEM_TYPE } from './problem.ts';

/**
 * What those are told who are not let in. It is short, made of nothing, and the same in every
 * language: whoever asks too often should cost next to nothing.
 */
export function rejection(rejected: Rejection, accept: string | undefined): PlainAnswer {
  const { status } = rejected;
  const title = STATUS_CODES[status] ?? '';
  const detail =
    rejected.status === 429
      ? `Too many requests come from your network. Try again in ${rejected.retryAfterSeconds} s.`
      : 'The operator of this server does not answer your network.';
  const isProblem = acceptsProblem(accept);
  const body = isProblem
    ? `${JSON.stringify({ type: 'about:blank', title, status, detail })}\n`
    : `${status} ${title}\n\n${detail}\n`;
  const headers = [
    'Content-Type',
    isProblem ? PROBLEM_TYPE : 'text/plain;charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'Access-Control-Allow-Origin',
    '*',
    'X-Content-Type-Options',
    'nosniff',
  ];
  if (rejected.status === 429) headers.push('Retry-After', String(rejected.retryAfterSeconds));
  return { status, headers, body };
}
