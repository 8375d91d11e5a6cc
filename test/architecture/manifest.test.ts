import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifest, manifestText } from '../../src/config/manifest.ts';
import { botEvents, botScopes, slashCommand } from '../../src/ports/slack-surface.ts';

const http = { mode: 'http', url: 'https://godwit.example.org/' } as const;
const socket = { mode: 'socket' } as const;
const address = 'https://godwit.example.org/slack/events';

/** Slack's rules for the keys in use, as its documentation gives them. */
const url = z.url({ protocol: /^https$/ });
const ownSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
          url: url.optional(),
        }),
      )
      .max(5),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string().regex(/^[a-z]+(:[a-z.]+)?$/)).min(1) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

describe.each([socket, http])('the manifest for $mode', (reach) => {
  it('holds the keys that Slack knows', () => {
    expect(ownSchema.safeParse(manifest(reach)).error?.issues ?? []).toEqual([]);
  });

  it('names the command, scopes and events that the code registers', () => {
    const { features, oauth_config, settings } = manifest(reach);
    expect(features.slash_commands.map(({ command }) => command)).toEqual([slashCommand.command]);
    expect(oauth_config.scopes.bot).toEqual(Object.keys(botScopes));
    expect(settings.event_subscriptions.bot_events).toEqual(botEvents);
  });

  const slackOwn = '../shared/schemas/slack-manifest.schema.2.0.0.json';
  it.skipIf(!existsSync(slackOwn))(
    "passes Slack's own schema (skipped where it does not lie beside the project)",
    () => {
      const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
      const passes = ajv.compile(JSON.parse(readFileSync(slackOwn, 'utf8')));
      expect(passes(manifest(reach)) ? [] : passes.errors).toEqual([]);
      expect(passes({ ...manifest(reach), surprise: true })).toBe(false);
    },
  );
});

describe('the two manifests', () => {
  it('differ in how Slack reaches Godwit', () => {
    const bySocket = manifest(socket);
    expect(JSON.stringify(bySocket)).not.toContain('url');
    expect(bySocket.settings.socket_mode_enabled).toBe(true);
    const byHttp = manifest(http);
    expect(byHttp.settings.socket_mode_enabled).toBe(false);
    expect([
      byHttp.features.slash_commands[0]?.url,
      byHttp.settings.interactivity.request_url,
      byHttp.settings.event_subscriptions.request_url,
    ]).toEqual([address, address, address]);
    expect(manifest({ mode: 'http', url: address })).toEqual(byHttp);
  });
});

describe('manifest.yml', () => {
  it('is what `godwit manifest` prints', () => {
    const text = readFileSync('manifest.yml', 'utf8');
    expect(text).toBe(manifestText(socket));
    expect(parse(text)).toEqual(manifest(socket));
  });
});
