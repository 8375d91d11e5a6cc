import { z } from 'zod';
import type { ChannelId, EnvironmentId, GroupId, InquiryId, RunId, Sha256, UserId } from '../../domain/ids.ts';
import type { Json } from '../../lib/canonical-json.ts';
import type { EpochMs } from '../../lib/time.ts';

/**
 * The one place where plain JSON values become branded ones: a string that Godwit wrote under a key of this kind is one.
 */
const text = <T extends string>() => z.string() as unknown as z.ZodType<T>;

export const runId = text<RunId>();
export const inquiryId = text<InquiryId>();
export const environmentId = text<EnvironmentId>();
export const userId = text<UserId>();
export const groupId = text<GroupId>();
export const channelId = text<ChannelId>();
export const sha256 = text<Sha256>();
export const moment = z.number() as unknown as z.ZodType<EpochMs>;
export const json = z.json() as unknown as z.ZodType<Json>;

/**
 * An object of which every key that this version knows is checked. Further ones stay: a newer version that works beside
 * this one put them there, and must find them again in what this one writes back.
 */
export const object = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.looseObject(shape) as unknown as z.ZodObject<Shape, z.core.$strict>;

/** A list that nobody may change. */
export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

/** True where both types accept each other's values: a schema that differs from its type does not compile. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
