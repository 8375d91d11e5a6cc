/**
 * Cases that the reviewer ends otherwise on purpose, and why: what their source says is not what PostgreSQL 15 does, or not
 * what Prisma's way of running a file makes of it. They count as wrong all the same; the table names them.
 */
export const disputed: Readonly<Record<string, string>> = {
  c0025: 'a nullable column with REFERENCES and no default checks no row: both locks are brief',
  c0049: 'SET NOT NULL on a domain reads every table that uses it under Share',
  c0059: 'after COMMIT in one query PostgreSQL begins the next implicit transaction: CONCURRENTLY ends with 25001',
  c0060: 'CONCURRENTLY with company ends with 25001 where the file is sent as one query',
  c0084: 'TRUNCATE loses all rows, also without CASCADE',
  c0098: 'a foreign key is L07; L06 speaks of CHECK',
  c0206: 'the file sets a lock_timeout; the statement_timeout that it lacks is L29',
  c0216: 'CREATE TYPE waits for no lock that traffic holds',
  c0572: 'one DELETE alone holds no lock of a change of the schema',
  c0573: 'one UPDATE alone holds no lock of a change of the schema; that it spares no row is D05',
  c0575: 'one BEGIN and COMMIT around the whole file keeps it atomic, also where Prisma splits it',
  c0580: 'alone in its file is where CONCURRENTLY belongs',
  c0581: 'alone in its file VACUUM runs; what it blocks is L22',
};
