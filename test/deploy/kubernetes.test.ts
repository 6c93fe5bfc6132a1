import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { readDockerfile, textsOf } from '../container/dockerfile.ts';
import { filesUnder } from '../house/files.ts';
import { settingsOf } from './settings-of.ts';
import { at, environmentAt, textAt, yamlFile } from './tree.ts';

const FOLDER = 'deploy/kubernetes';
const manifest = (name: string) => yamlFile(`${FOLDER}/${name}.yaml`);
const deployment = manifest('deployment');
const pod = at(deployment, 'spec', 'template', 'spec');
const container = at(pod, 'containers', 0);
const labels = at(deployment, 'spec', 'template', 'metadata', 'labels');
const settings = settingsOf(environmentAt(manifest('settings'), 'data'));

describe('the Kubernetes manifests', () => {
  it('are all named in the kustomization', () => {
    const files = filesUnder(FOLDER, /\.yaml$/).map((file) => basename(file));
    const others = files.filter((file) => file !== 'kustomization.yaml');
    const resources = at(manifest('kustomization'), 'resources') as string[];
    expect([...resources].sort()).toEqual(others);
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
    expect([at(container, 'ports', 0, 'containerPort')]).toEqual(exposed);
    expect(settings.port).toBe(at(container, 'ports', 0, 'containerPort'));
    expect(at(manifest('service'), 'spec', 'ports', 0, 'targetPort')).toBe(
      at(container, 'ports', 0, 'name'),
    );
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
    expect(grace - pause).toBeGreaterThanOrEqual(10);
  });
});
