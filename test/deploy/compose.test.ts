import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsOf } from './settings-of.ts';
import { at, environmentAt, textAt, yamlFile } from './tree.ts';

const compose = yamlFile('compose.yaml');
const nginx = readFileSync('deploy/compose/nginx.conf', 'utf8');
const settings = settingsOf(environmentAt(compose, 'services', 'edge-1', 'environment'));

describe('the compose file', () => {
  it('gives the copies settings that there are', () => {
    expect(settings.accessLog).toBe('json');
  });

  it('makes the second copy like the first', () => {
    expect(at(compose, 'services', 'edge-2')).toEqual({ extends: { service: 'edge-1' } });
  });

  it('has copies believe the front cache, and nobody else', () => {
    const subnet = textAt(compose, 'networks', 'inside', 'ipam', 'config', 0, 'subnet');
    expect(settings.trustedProxies).toEqual([subnet]);
    expect(at(compose, 'networks', 'inside', 'internal')).toBe(true);
  });

  it('lets copies write nowhere and gain nothing', () => {
    expect(at(compose, 'services', 'edge-1')).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('has copies share through a Redis that nobody else reaches, and that keeps nothing', () => {
    expect(new URL(settings.redisUrl ?? '').hostname).toBe('shared');
    expect(at(compose, 'services', 'shared', 'networks')).toEqual(['inside']);
    const command = at(compose, 'services', 'shared', 'command') as string[];
    expect(command.join(' ')).toContain('--maxmemory-policy allkeys-lru');
    expect(command[command.indexOf('--save') + 1]).toBe('');
  });

  it('opens the port that its own address names', () => {
    const [published = ''] = textAt(compose, 'services', 'front', 'ports', 0).split(':');
    expect(settings.publicUrl).toBe(`http://localhost:${published}`);
  });

  it('hands the front cache files that there are', () => {
    for (const volume of at(compose, 'services', 'front', 'volumes') as string[]) {
      expect(existsSync(volume.split(':')[0] ?? ''), volume).toBe(true);
    }
  });
});

describe('the front cache', () => {
  it('asks each copy at the port it listens on', () => {
    const copies = [...nginx.matchAll(/^ +server ([\w-]+):(\d+) /gm)];
    const services = Object.keys(at(compose, 'services') as object);
    const names = services.filter((name) => name.startsWith('edge-'));
    expect(copies.map(([, name]) => name)).toEqual(names);
    expect(copies.map(([, , port]) => Number(port))).toEqual(names.map(() => settings.port));
  });

  it('listens on the port that is published', () => {
    const [, port] = textAt(compose, 'services', 'front', 'ports', 0).split(':');
    expect(nginx).toContain(`listen ${port};`);
  });

  it('says who asks in the header that is read, without what clients claim', () => {
    expect(nginx).toContain(`proxy_set_header ${settings.clientAddressHeader} $remote_addr;`);
  });

  it('hands targets on as they came', () => {
    expect(nginx).toContain('merge_slashes off;');
    expect(nginx).toMatch(/proxy_pass http:\/\/copies;/);
  });
});
