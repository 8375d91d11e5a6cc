import { epochMs } from '../lib/time.ts';
import type { Store } from '../ports/store.ts';
import { knownPeople } from './surroundings.ts';
import type { Tables } from './tables.ts';

/** What Slack said last about people and groups. */
export function people({
  prisma,
  pool,
}: Tables): Pick<Store, 'knownPeople' | 'knownPerson' | 'savePerson' | 'saveGroup'> {
  return {
    knownPeople: () => knownPeople(pool),
    knownPerson: async (id) => {
      const row = await prisma.slackPersonRow.findUnique({ where: { id } });
      if (row === null) return null;
      return { fullMember: row.fullMember, zone: row.zone, fetchedAt: epochMs(row.fetchedAt.getTime()) };
    },
    savePerson: async (id, { fullMember, zone, fetchedAt }) => {
      const row = { fullMember, zone, fetchedAt: new Date(fetchedAt) };
      await prisma.slackPersonRow.upsert({ where: { id }, create: { id, ...row }, update: row });
    },
    saveGroup: async (id, { members, fetchedAt }) => {
      const row = { members: [...members], fetchedAt: new Date(fetchedAt) };
      await prisma.slackGroupRow.upsert({ where: { id }, create: { id, ...row }, update: row });
    },
  };
}
