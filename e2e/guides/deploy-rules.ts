import { strict as assert } from 'node:assert';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { localhostCertificate, localhostKey } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
import { nginxPath } from '../attacks/nginx';
import type { Place } from './place';
import { textOf } from './read-guides';
import { program, type Rule } from './rule';

// What somebody types who puts it on a server.

/** What `sudo` and another user would do on the reader's machine, the clone's own user does below its own root. */
function here(command: string, place: Place): string {
  return command
    .replace(/sudo (?:-u \w+ )?/g, '')
    .replace(/(?<=\s)\/etc\//g, `${place.root}/etc/`)
    .replace('/opt/latchkey/app', place.folder);
}

const type = (command: string, place: Place) => place.sh(here(command, place));

/** nginx with the files that the guide has put into /etc/nginx/conf.d. */
function testNginx(command: string, place: Place) {
  const folder = join(place.root, 'etc/letsencrypt/live/your.name.example');
  const conf = join(place.root, 'etc/nginx/conf.d');
  const latchkey = join(conf, 'latchkey.conf');
  const text = readFileSync(latchkey, 'utf8');
  assert.doesNotMatch(text, /login\.example\.com/);
  assert.match(text, /ssl_certificate +\/etc\/letsencrypt\/live\/your\.name\.example\/fullchain\.pem/);
  writeFileSync(latchkey, text.replaceAll('/etc/letsencrypt/', `${place.root}/etc/letsencrypt/`));
  const main = join(place.root, 'nginx.conf');
  writeFileSync(
    main,
    `pid ${place.root}/pid;\nevents {}\nhttp {\naccess_log off;\ninclude ${conf}/*.conf;\n}\n`,
  );
  const nginx = command.split(' && ')[0]!.replace('sudo nginx', nginxPath!);
  return place
    .sh(`mkdir -p ${folder}`)
    .then(() => writeFileSync(join(folder, 'fullchain.pem'), localhostCertificate))
    .then(() => writeFileSync(join(folder, 'privkey.pem'), localhostKey))
    .then(() => place.sh(`${nginx} -q -c ${main} -p ${place.root} -e ${place.root}/error.log`));
}

const services = () => {
  const compose = parse(textOf('compose.yaml'), { merge: true }) as { services: object };
  return Object.keys(compose.services);
};
const missing = (names: (string | undefined)[], known: (name: string) => boolean) =>
  names.filter((name) => name === undefined || !known(name)).map((name) => `there is no ${name}`);
const settings = [...textOf('.env.example').matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);
const scripts = (command: string) =>
  missing(
    [...command.matchAll(/scripts\/[\w-]+\.mjs/g)].map(([file]) => file),
    (file) => existsSync(file),
  );

const noDocker = 'needs Docker, and images from a registry';
const noCluster = 'needs a cluster';
const itsOwn = 'changes the machine that it is typed at';

export const deployRules: readonly Rule[] = [
  // One server.
  { command: /^sudo useradd /, cannotRun: itsOwn },
  {
    command: /^sudo -u latchkey git (clone|pull)|^git pull$/,
    cannotRun: 'needs the reader’s own clone of the repository',
  },
  {
    command: /^cd \/opt\/latchkey\/app$/,
    run: async (command, place) =>
      assert.equal(await type(`${command} && ls package.json`, place), 'package.json\n'),
  },
  {
    command: /cp (\.env\.example|deploy\/docker\/env\.example) \.env$/,
    run: async (command, place) => {
      await type(command, place);
      assert(existsSync(join(place.folder, '.env')));
    },
  },
  {
    command: /chmod 600 \.env$/,
    run: async (command, place) => {
      const file = join(place.folder, '.env');
      if (!existsSync(file)) writeFileSync(file, '');
      await type(command, place);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    },
  },
  {
    command: /^sudo cp deploy\/(systemd|nginx)\//,
    run: type,
  },
  {
    command: /^sudo sed -i .*latchkey\.conf$/s,
    // Another system's sed wants another word behind -i.
    needs: { name: 'Linux', isHere: () => process.platform === 'linux' },
    run: type,
  },
  {
    command: /^sudo nginx -t && sudo systemctl reload nginx$/,
    needs: { name: 'nginx on Linux', isHere: () => nginxPath !== null && process.platform === 'linux' },
    run: testNginx,
  },
  {
    command: /^sudo (systemctl (daemon-reload|(enable --now|stop|start) latchkey)|journalctl -fu latchkey)$/,
    cannotRun: `${itsOwn}; systemd reads the unit in deploy.test.ts`,
    check: (command) =>
      command.endsWith('daemon-reload') || existsSync('deploy/systemd/latchkey.service') ? [] : [command],
  },
  { command: /^systemctl stop$/, cannotRun: itsOwn },
  { command: /^curl -s http:\/\/127\.0\.0\.1:3000\/api\/ready$/, test: 'e2e/wire/snippets.spec.ts' },

  // Docker.
  {
    command: /^mkdir deploy\/docker\/certificates$/,
    run: async (command, place) => {
      await type(command, place);
      for (const name of ['fullchain.pem', 'privkey.pem']) writeFileSync(join(place.folder, name), '');
    },
  },
  {
    command: /^cp fullchain\.pem privkey\.pem /,
    run: async (command, place) => {
      await type(command, place);
      const conf = textOf('deploy/nginx/latchkey.conf');
      for (const [, name] of conf.matchAll(/ certificates\/([\w.]+);/g))
        assert(existsSync(join(place.folder, 'deploy/docker/certificates', name!)), name);
      assert.match(
        textOf('compose.yaml'),
        /- \.\/deploy\/docker\/certificates:\/etc\/nginx\/certificates:ro/,
      );
    },
  },
  {
    command: /^openssl req -x509 .* deploy\/docker\/certificates\/fullchain\.pem$/s,
    needs: program('openssl'),
    run: async (command, place) => {
      await type(command, place);
      const chain = readFileSync(join(place.folder, 'deploy/docker/certificates/fullchain.pem'));
      assert.equal(new X509Certificate(chain).subject, 'CN=login.example.com');
    },
  },
  {
    command: /^docker compose /,
    cannotRun: `${noDocker}; compose.yaml is checked by its schema in deploy.test.ts`,
    check: (command) => [
      ...missing(command.match(/\bapp\d\b/g) ?? [], (name) => services().includes(name)),
      ...scripts(command),
    ],
  },
  {
    command: /^docker build /,
    cannotRun: `${noDocker}; \`npm run image\` runs its steps`,
    check: (command) =>
      missing(
        [...command.matchAll(/--build-arg (\w+)=/g)].map(([, name]) => name),
        (name) => new RegExp(`^ARG ${name}=`, 'm').test(textOf('Dockerfile')),
      ),
  },
  {
    command: /^docker run /,
    cannotRun: noDocker,
    check: (command) => [
      // Whatever the image writes to has to be in memory when the rest is read-only.
      ...missing(JSON.parse(/^VOLUME (.*)$/m.exec(textOf('Dockerfile'))![1]!) as string[], (path) =>
        command.includes(`--tmpfs ${path}:`),
      ),
      ...missing(
        [...command.matchAll(/-e (\w+)=/g)].map(([, name]) => name),
        (name) => settings.includes(name),
      ),
    ],
  },

  // Kubernetes, Railway.
  {
    command: /^kubectl create secret /,
    cannotRun: noCluster,
    check: (command) => [
      ...missing(
        [...command.matchAll(/--from-literal=(\w+)=/g)].map(([, name]) => name),
        (name) => settings.includes(name),
      ),
      ...missing([/secret generic (\w+)/.exec(command)?.[1]], (name) =>
        new RegExp(`secretRef:\\s*(\\{ *)?name: ${name}`).test(textOf('deploy/kubernetes/deployment.yaml')),
      ),
    ],
  },
  {
    command: /^kubectl (apply -k|rollout status|exec) /,
    cannotRun: `${noCluster}; the manifests are checked by Kubernetes' schemas in deploy.test.ts`,
    check: (command) => [
      ...missing(command.match(/(?<=-k )\S+/g) ?? [], (path) => existsSync(join(path, 'kustomization.yaml'))),
      ...missing(command.match(/(?<=deployment\/)\w+/g) ?? [], (name) =>
        textOf('deploy/kubernetes/deployment.yaml').includes(`name: ${name}`),
      ),
      ...scripts(command),
    ],
  },
  { command: /^railway ssh$/, cannotRun: 'needs an account with Railway' },
];
