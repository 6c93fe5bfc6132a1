import { Ajv } from 'ajv';
import type { Yaml } from './read-yaml.ts';

/**
 * The fields of the Kubernetes API (1.30) that our manifests use, with their types and allowed
 * values; an object with any other field is refused, as `kubectl apply` refuses it.
 */

type Schema = object;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const yes = { const: true };
const no = { const: false };
const name = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
/** Names of ports are shorter. */
const portName = { type: 'string', pattern: '^(?=.{1,15}$)[a-z0-9]+(-[a-z0-9]+)*$' };
const portNumber = { type: 'integer', minimum: 1, maximum: 65_535 };
const port = { anyOf: [portName, portNumber] };
const quantity = { type: 'string', pattern: '^[1-9][0-9]*(m|Mi|Gi)?$' };
const labels = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'string', pattern: '^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$' },
};

const list = (items: Schema): Schema => ({ type: 'array', minItems: 1, items });

/** An object with these fields and no others; those whose name ends in `?` may be missing. */
function fields(all: Record<string, Schema>): Schema {
  const properties = Object.entries(all).map(([key, schema]) => [key.replace('?', ''), schema]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Object.keys(all).filter((key) => !key.endsWith('?')),
    additionalProperties: false,
  };
}

const selector = fields({ matchLabels: labels });
const keyOf = fields({ name, key: text });
const metadata = fields({ name });
const kindOf = (apiVersion: string, kind: string, rest: Record<string, Schema>): Schema =>
  fields({ apiVersion: { const: apiVersion }, kind: { const: kind }, ...rest });

const probe = fields({
  'httpGet?': fields({ path: { type: 'string', pattern: '^/' }, port: portName }),
  'tcpSocket?': fields({ port: portName }),
  'periodSeconds?': whole,
  'timeoutSeconds?': whole,
});

const container = fields({
  name,
  image: { type: 'string', pattern: '^[a-z0-9./-]+:[\\w.-]+$' },
  args: list(text),
  'envFrom?': list(fields({ configMapRef: fields({ name }) })),
  'env?': list(fields({ name: text, valueFrom: fields({ secretKeyRef: keyOf }) })),
  ports: list(fields({ name: portName, containerPort: portNumber })),
  'livenessProbe?': probe,
  readinessProbe: probe,
  'lifecycle?': fields({ preStop: fields({ sleep: fields({ seconds: whole }) }) }),
  resources: fields({
    requests: fields({ cpu: quantity, memory: quantity }),
    limits: fields({ memory: quantity }),
  }),
  securityContext: fields({
    allowPrivilegeEscalation: no,
    readOnlyRootFilesystem: yes,
    capabilities: fields({ drop: { const: ['ALL'] } }),
  }),
});

const pod = fields({
  automountServiceAccountToken: no,
  enableServiceLinks: no,
  'terminationGracePeriodSeconds?': whole,
  securityContext: fields({
    runAsNonRoot: yes,
    runAsUser: { type: 'integer', minimum: 1 },
    runAsGroup: { type: 'integer', minimum: 1 },
    seccompProfile: fields({ type: { const: 'RuntimeDefault' } }),
  }),
  'topologySpreadConstraints?': list(
    fields({
      maxSkew: { type: 'integer', minimum: 1 },
      topologyKey: text,
      whenUnsatisfiable: { enum: ['ScheduleAnyway', 'DoNotSchedule'] },
      labelSelector: selector,
    }),
  ),
  containers: list(container),
});

const peer = fields({
  'podSelector?': selector,
  'namespaceSelector?': selector,
  'ipBlock?': fields({ cidr: text, 'except?': list(text) }),
});
const networkPort = fields({ protocol: { enum: ['TCP', 'UDP'] }, port, 'endPort?': portNumber });

const SCHEMAS: Readonly<Record<string, Schema>> = {
  Deployment: kindOf('apps/v1', 'Deployment', {
    metadata,
    spec: fields({
      'replicas?': whole,
      'revisionHistoryLimit?': whole,
      selector,
      'strategy?': fields({ rollingUpdate: fields({ maxUnavailable: whole, maxSurge: whole }) }),
      template: fields({ metadata: fields({ labels }), spec: pod }),
    }),
  }),
  Service: kindOf('v1', 'Service', {
    metadata,
    spec: fields({
      selector: labels,
      ports: list(fields({ name: portName, port: portNumber, targetPort: portName })),
    }),
  }),
  // Values of a ConfigMap are text: a number must stand in quotes.
  ConfigMap: kindOf('v1', 'ConfigMap', {
    metadata,
    data: { type: 'object', minProperties: 1, additionalProperties: text },
  }),
  HorizontalPodAutoscaler: kindOf('autoscaling/v2', 'HorizontalPodAutoscaler', {
    metadata,
    spec: fields({
      scaleTargetRef: fields({ apiVersion: text, kind: text, name }),
      minReplicas: whole,
      maxReplicas: whole,
      metrics: list(
        fields({
          type: { const: 'Resource' },
          resource: fields({
            name: { enum: ['cpu', 'memory'] },
            target: fields({ type: { const: 'Utilization' }, averageUtilization: whole }),
          }),
        }),
      ),
      'behavior?': fields({ scaleDown: fields({ stabilizationWindowSeconds: whole }) }),
    }),
  }),
  PodDisruptionBudget: kindOf('policy/v1', 'PodDisruptionBudget', {
    metadata,
    spec: fields({ maxUnavailable: whole, selector }),
  }),
  NetworkPolicy: kindOf('networking.k8s.io/v1', 'NetworkPolicy', {
    metadata,
    spec: fields({
      podSelector: selector,
      policyTypes: list({ enum: ['Ingress', 'Egress'] }),
      ingress: list(fields({ from: list(peer), ports: list(networkPort) })),
      'egress?': list(fields({ to: list(peer), ports: list(networkPort) })),
    }),
  }),
  PodMonitor: kindOf('monitoring.coreos.com/v1', 'PodMonitor', {
    metadata,
    spec: fields({
      jobLabel: text,
      selector,
      podMetricsEndpoints: list(
        fields({
          port: portName,
          path: { type: 'string', pattern: '^/' },
          interval: { type: 'string', pattern: '^[0-9]+s$' },
          authorization: fields({ credentials: keyOf }),
        }),
      ),
    }),
  }),
  Kustomization: kindOf('kustomize.config.k8s.io/v1beta1', 'Kustomization', {
    'labels?': list(
      fields({
        pairs: { type: 'object', minProperties: 1, additionalProperties: text },
        includeSelectors: { type: 'boolean' },
      }),
    ),
    resources: list(text),
  }),
};

/** What is wrong with a manifest, by the path of the field. */
export function faultsOf(manifest: Yaml): string[] {
  const kind = String((manifest as Record<string, Yaml>).kind);
  const schema = Object.hasOwn(SCHEMAS, kind) ? SCHEMAS[kind] : undefined;
  if (schema === undefined) return [`kind ${kind} is not known`];
  const validate = new Ajv({ allErrors: true }).compile(schema);
  validate(manifest);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message}: ${JSON.stringify(params)}`,
  );
}
