import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/routes.ts';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { readDockerfile, textsOf } from '../container/dockerfile.ts';
import { filesUnder } from '../house/files.ts';
import { faultsOf } from './kubernetes-schema.ts';
import { readYaml, type Yaml } from './read-yaml.ts';
import { settingsOf } from './settings-of.ts';
import { at, environmentAt, textAt, yamlFile } from './tree.ts';

const FOLDER = 'deploy/kubernetes';
const manifest = (name: string) => yamlFile(`${FOLDER}/${name}.yaml`);
const deployment = manifest('deployment');
const pod = at(deployment, 'spec', 'template', 'spec');
const container = at(pod, 'containers', 0);
const labels = at(deployment, 'spec', 'template', 'metadata', 'labels');
const settings = settingsOf({
  ...environmentAt(manifest('settings'), 'data'),
  ...secretsOf(container),
});

/** The variables that come from secrets, with something in place of these. */
function secretsOf(place: Yaml): Record<string, string> {
  const variables = at(place, 'env') as Yaml[];
  return Object.fromEntries(variables.map((each) => [textAt(each, 'name'), 'a'.repeat(32)]));
}

/** The named ports of the container. */
const ports = new Map(
  (at(container, 'ports') as Yaml[]).map((each) => [
    textAt(each, 'name'),
    Number(at(each, 'containerPort')),
  ]),
);

describe('the Kubernetes manifests', () => {
  it.each(filesUnder(FOLDER, /\.yaml$/))('have no field but those that there are: %s', (file) => {
    expect(faultsOf(yamlFile(file))).toEqual([]);
  });

  it.each([
    ['a field written wrongly', /readOnlyRootFilesystem/, 'readOnlyRootFileSystem'],
    ['a field in the wrong place', /^ {6}automountServiceAccountToken.*$/m, '      replicas: 1'],
    ['privileges', /allowPrivilegeEscalation: false/, 'allowPrivilegeEscalation: true'],
    ['a port without a number', /containerPort: 8080/, 'containerPort: http'],
    ['an old version', /apps\/v1/, 'apps/v1beta1'],
  ])('would be caught with %s', (_what, pattern, instead) => {
    const text = readFileSync(`${FOLDER}/deployment.yaml`, 'utf8').replace(pattern, instead);
    expect(faultsOf(readYaml(text))).not.toEqual([]);
  });

  it.each(['', 'prometheus-operator/'])('are all named in the kustomization: %s', (folder) => {
    const files = readdirSync(`${FOLDER}/${folder}`).filter((file) => file.endsWith('.yaml'));
    const others = files.filter((file) => file !== 'kustomization.yaml');
    const resources = at(manifest(`${folder}kustomization`), 'resources') as string[];
    expect([...resources].sort()).toEqual(others.sort());
  });

  it('give settings that there are', () => {
    expect(settings.cacheMegabytes).toBe(128);
    expect(at(container, 'envFrom', 0, 'configMapRef', 'name')).toBe(
      at(manifest('settings'), 'metadata', 'name'),
    );
  });

  it('start a command that there is', () => {
    expect(COMMAND_NAMES).toContain(at(container, 'args', 0));
  });

  it('know the port that the image opens', () => {
    const final = readDockerfile().at(-1);
    const exposed = final && textsOf(final, 'EXPOSE').map(Number);
    expect([ports.get('http')]).toEqual(exposed);
    expect(settings.port).toBe(ports.get('http'));
    expect(at(manifest('service'), 'spec', 'ports', 0, 'targetPort')).toBe('http');
  });

  it('let Prometheus reach the admin listener, with a token that stands in no file', () => {
    expect(settings.adminPort).toBe(ports.get('admin'));
    expect(settings.adminHost).toBe('0.0.0.0');
    const secret = at(container, 'env', 0, 'valueFrom', 'secretKeyRef');
    const monitor = at(manifest('prometheus-operator/pod-monitor'), 'spec');
    const endpoint = at(monitor, 'podMetricsEndpoints', 0);
    expect(textAt(container, 'env', 0, 'name')).toBe('HDL_EDGE_ADMIN_TOKEN');
    expect(at(endpoint, 'authorization', 'credentials')).toEqual(secret);
    expect(ADMIN_ROUTES.map(({ path }) => path)).toContain(textAt(endpoint, 'path'));
    expect(ports.has(textAt(endpoint, 'port'))).toBe(true);
  });

  it('name the job of the scrapes as the alert rules do', () => {
    const monitor = at(manifest('prometheus-operator/pod-monitor'), 'spec');
    const job = textAt(labels, textAt(monitor, 'jobLabel'));
    expect(readFileSync('docs/operations/alerts.yaml', 'utf8')).toContain(`job="${job}"`);
  });

  it('let in visitors at the port for them and Prometheus at the other, and nobody else', () => {
    const rules = at(manifest('network-policy'), 'spec', 'ingress') as Yaml[];
    expect(rules.map((rule) => at(rule, 'ports'))).toEqual([
      [{ protocol: 'TCP', port: 'http' }],
      [{ protocol: 'TCP', port: 'admin' }],
    ]);
    for (const rule of rules) expect(at(rule, 'from', 0, 'namespaceSelector')).toBeDefined();
  });

  it.each([
    ['a name server', 'UDP', 53],
    ['a handle server', 'UDP', 2641],
    ['a handle server', 'TCP', 2641],
    ['a handle server over HTTP', 'TCP', 8000],
    ['a handle server over HTTP', 'TCP', 80],
    ['a handle server over HTTPS', 'TCP', 443],
    ['the shared cache', 'TCP', 6379],
  ])('let the copies ask %s: %s %i', (_what, protocol, port) => {
    const allowed = (at(manifest('network-policy'), 'spec', 'egress') as Yaml[])
      .flatMap((rule) => at(rule, 'ports') as Yaml[])
      .filter((each) => at(each, 'protocol') === protocol)
      .map((each) => each as { port: number; endPort?: number });
    expect(allowed.some((each) => each.port <= port && port <= (each.endPort ?? each.port))).toBe(
      true,
    );
  });

  it('have the copies share through a cache that nobody else reaches, and that keeps nothing', () => {
    const cache = at(manifest('shared-cache'), 'spec', 'template');
    const service = manifest('shared-cache-service');
    const { hostname, port } = new URL(settings.redisUrl ?? '');
    expect([hostname, Number(port)]).toEqual([
      at(service, 'metadata', 'name'),
      at(service, 'spec', 'ports', 0, 'port'),
    ]);
    const own = at(cache, 'metadata', 'labels');
    expect(at(service, 'spec', 'selector')).toEqual(own);
    const policy = at(manifest('shared-cache-network-policy'), 'spec');
    expect(at(policy, 'podSelector', 'matchLabels')).toEqual(own);
    expect(at(policy, 'ingress', 0, 'from')).toEqual([{ podSelector: { matchLabels: labels } }]);
    const given = (at(cache, 'spec', 'containers', 0, 'args') as string[]).join(' ');
    expect(given).toContain('--save  --appendonly no');
    expect(given).toContain('--maxmemory-policy allkeys-lru');
    expect(own).not.toEqual(labels);
  });

  it.each(['livenessProbe', 'readinessProbe'])('ask for a path that is served: %s', (probe) => {
    const paths = Object.keys(openApiDocument('/').paths);
    expect(paths).toContain(textAt(container, probe, 'httpGet', 'path'));
  });

  it('run as the user of the image, without any privilege, on a file system that is read-only', () => {
    const final = readDockerfile().at(-1);
    const user = final && textsOf(final, 'USER')[0]?.split(':').map(Number);
    expect([
      at(pod, 'securityContext', 'runAsUser'),
      at(pod, 'securityContext', 'runAsGroup'),
    ]).toEqual(user);
    expect(at(pod, 'securityContext')).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(at(container, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(at(pod, 'automountServiceAccountToken')).toBe(false);
  });

  it.each([
    ['deployment', ['spec', 'selector', 'matchLabels']],
    ['service', ['spec', 'selector']],
    ['disruption-budget', ['spec', 'selector', 'matchLabels']],
    ['network-policy', ['spec', 'podSelector', 'matchLabels']],
  ])('select the copies: %s', (name, path) => {
    expect(at(manifest(name), ...path)).toEqual(labels);
  });

  it('scale the deployment, never to one copy alone', () => {
    const { kind, apiVersion } = deployment as { kind: string; apiVersion: string };
    const name = at(deployment, 'metadata', 'name');
    const autoscaler = manifest('autoscaler');
    expect(at(autoscaler, 'spec', 'scaleTargetRef')).toEqual({ apiVersion, kind, name });
    expect(at(autoscaler, 'spec', 'minReplicas')).toBeGreaterThan(1);
  });

  it('leave time to finish what is in hand', () => {
    const grace = Number(at(pod, 'terminationGracePeriodSeconds'));
    const pause = Number(at(container, 'lifecycle', 'preStop', 'sleep', 'seconds'));
    expect(grace - pause).toBeGreaterThan(settings.drainGrace + 2);
  });
});
