import type { Hono } from 'hono';
import type { Clock } from '../system.ts';
import type { PublicAddress } from './public-address.ts';
import { respond } from './respond.ts';
import type { HttpEnv } from './visit.ts';

const PATH = '/.well-known/security.txt';

const DAY_MS = 86_400_000;

/** How long the file may be believed; RFC 9116 section 2.5.5 wants less than a year. */
const VALID_DAYS = 180;

/** Whole days, so that the file is the same for a day. */
export function securityText(contact: string, canonical: string | undefined, now: number): string {
  const expires = new Date((Math.floor(now / DAY_MS) + VALID_DAYS) * DAY_MS);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    ...(canonical === undefined ? [] : [`Canonical: ${canonical}`]),
    '',
  ].join('\n');
}

/** Tells whom to write to about holes in this proxy (RFC 9116). Before other reserved paths. */
export function addSecurityText(
  app: Hono<HttpEnv>,
  contact: string,
  { start, base, host }: PublicAddress,
  clock: Clock,
): void {
  // The path belongs to the root of a host, and only such an address can be the canonical one.
  const canonical = host !== undefined && base === '/' ? start + PATH.slice(1) : undefined;
  app.get(PATH, () =>
    respond(
      200,
      { 'Content-Type': 'text/plain;charset=utf-8', 'Cache-Control': 'public, max-age=86400' },
      securityText(contact, canonical, clock.now()),
    ),
  );
}
