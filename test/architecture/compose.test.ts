import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../../src/config/environment-variables.ts';

/** The part of Compose's format that this file uses. */
const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }),
});
const text = readFileSync('docker-compose.yml', 'utf8');
const { services } = z
  .looseObject({ services: z.record(z.enum(['migrate', 'app', 'worker', 'postgres', 'redis']), service) })
  .parse(parse(text, { merge: true }));
const dockerfile = readFileSync('Dockerfile', 'utf8');

/** The environment as Compose fills it in from a `.env` that sets everything. */
function filledIn(environment: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>) {
  const fill = (value: string) =>
    value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, kind, rest) => env[name] ?? (kind === '-' ? rest : ''));
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}
const env = { POSTGRES_PASSWORD: 'abc', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

describe('docker-compose.yml', () => {
  it('pins every image to a full version', () => {
    const images = [...Object.values(services).map(({ image }) => image), ...imagesOf(dockerfile)];
    expect(images.length).toBeGreaterThanOrEqual(6);
    expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/.test(image))).toEqual([]);
  });

  it('starts the stores, then the tables, then Godwit', () => {
    expect(services.migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const role of [services.app, services.worker]) {
      expect(role.depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
    }
  });

  it('looks after the health of everything that stays', () => {
    const { migrate, ...staying } = services;
    expect(migrate.healthcheck.disable).toBe(true);
    for (const { healthcheck } of Object.values(staying)) expect(healthcheck.test?.[0]).toBe('CMD');
  });

  it('runs each role with what it needs', () => {
    expect([services.migrate.command, services.app.command, services.worker.command]).toEqual([
      ['migrate'],
      ['start', '--role', 'app'],
      ['start', '--role', 'worker'],
    ]);
    expect(readSettings(filledIn(services.app.environment, env), 'app').kind).toBe('valid');
    expect(readSettings(filledIn(services.worker.environment, env), 'worker').kind).toBe('valid');
  });

  it('gives the worker no token of Slack', () => {
    expect(Object.keys(services.app.environment)).toContain('SLACK_BOT_TOKEN');
    const { worker, migrate } = services;
    const text = JSON.stringify([worker.environment, migrate.environment]);
    expect(text).not.toContain('SLACK');
    expect([...worker.env_file, ...services.app.env_file].map(({ path }) => path)).toEqual(['worker.env']);
  });

  it('gives the app no key', () => {
    expect(services.worker.volumes.filter((volume) => volume.includes('id_ed25519'))).toHaveLength(1);
    expect(services.app.volumes).toEqual(['./godwit.yml:/etc/godwit/godwit.yml:ro']);
    expect(services.migrate.volumes).toEqual([]);
  });

  it('writes down no secret and opens no port', () => {
    const secrets = Object.values(services)
      .flatMap(({ environment }) => Object.entries(environment))
      .filter(([name]) => /TOKEN|SECRET|PASSWORD/.test(name));
    expect(secrets.length).toBeGreaterThan(2);
    expect(secrets.filter(([, value]) => !/^\$\{\w+:[?-]/.test(value))).toEqual([]);
    expect(Object.values(services).flatMap(({ ports }) => ports)).toEqual([]);
  });

  it('keeps jobs in Redis', () => {
    const command = services.redis.command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });

  it('names its variables in .env.example, without values that are secret', () => {
    const wanted = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const example = readFileSync('.env.example', 'utf8');
    for (const name of new Set(wanted)) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });
});

describe('Dockerfile', () => {
  it('runs as an ordinary user and copies no secret', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    for (const name of ['.env', '*.env', 'godwit.yml', 'id_*', '.git']) expect(ignored).toContain(name);
  });
});

/** The images that stages begin from, without the stages themselves. */
function imagesOf(file: string): readonly string[] {
  const stages = new Set([...file.matchAll(/ AS (\w+)$/gm)].map(([, name]) => name));
  return [...file.matchAll(/^FROM (\S+)/gm)].flatMap(([, image = '']) => (stages.has(image) ? [] : [image]));
}
