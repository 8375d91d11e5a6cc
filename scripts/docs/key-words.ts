/**
 * What each key of `godwit.yml` is, by mapping and name; a pair also says what counts where the key is absent, where
 * the schema alone does not tell it.
 */
export const keyWords: Readonly<Record<string, string | readonly [what: string, absent: string]>> = {
  'file timezone': 'IANA zone of windows. People see times in their own zone',
  'file groups': [
    'user group to list of people: who it means while Slack cannot say, on a plan without user groups or after 15 minutes of outage',
    'none',
  ],
  'file projects': 'name to project. Names are of lower-case letters, digits and `-`',

  'project channel': 'id of the channel for requests and announcements',
  'project environments': 'name to environment',

  'environment channel': ['requests and announcements of this environment', "the project's"],
  'environment ssh': ['where its host is', 'required, or `local`'],
  'environment local': ["`true` in place of `ssh`: Godwit's own machine", '`ssh`'],
  'environment directory': 'absolute path on the host in which every command runs',
  'environment exec': 'command put before every `prisma` command and every read of its files',
  'environment prisma': 'how Prisma is called; `--config` and `--schema` in it are heeded',
  'environment database': 'how SQL reaches the database',
  'environment backup': 'how backups are made',
  'environment rollback': ["the team's own script that restores", 'Godwit restores with `pg_restore`'],
  'environment service': 'commands that stop, start and check the app',
  'environment limits': 'how long things may take',
  'environment drift': [
    'how often the database is compared with its migrations, written `every 24h`; told in the channel when something changed',
    'only when asked',
  ],
  'environment protected': 'stricter rules, see below',
  'environment promotesFrom': 'environment of the same project on which the very same files must have succeeded',
  'environment rights': ['who may do what', 'as below'],
  'environment approvals': ['what a deploy or restore needs', 'as below where protected, else none are needed'],
  'environment checklist': [
    'the rows that a deploy settles first, of `backup`, `review`, `staging`, `window`, `notify`',
    'all five where protected, else none',
  ],
  'environment windows': ['recurring times in which a deploy may start', 'any time'],
  'environment announce': ['channels that are told of deploys and restores', "the environment's channel"],
  'environment allow': '`dev`, `reset`, `push`: the commands that exist here; an error where protected',

  'ssh host': 'name or address',
  'ssh port': 'port of sshd',
  'ssh user': 'who logs in',
  'ssh privateKeyFile': [
    "path on Godwit's machine, from this file's folder where relative; readable by Godwit's user alone",
    'required, or `agent`',
  ],
  'ssh agent': ["path of an agent's socket, in place of `privateKeyFile`", '`privateKeyFile`'],
  'ssh passphrase': 'secret that opens the key file: `env:NAME` or `file:/path`',
  'ssh hostKey': 'fingerprint as `ssh-keygen -l` prints it: `SHA256:…`. Another key is refused',
  'ssh jump': 'a host to go through: the same keys as `ssh`',

  'database via': "`app`: to wherever the app's own URL leads from behind `exec`; `ssh`: by a tunnel to `url`",
  'database url': [
    'with `via: ssh`: secret that holds the URL, host and port as seen from the host',
    'required with `via: ssh`',
  ],
  'database variable': 'the variable in which the app keeps its URL, in its environment or in `.env`',
  'database tools': ['command put before `pg_dump`, `pg_restore` and `psql`', 'they run on the host'],

  'backup command': [
    'script of the team; `{env}` and `{label}` are filled in. The one new file in `directory` is the backup',
    '`pg_dump -Fc`',
  ],
  'backup directory': "below the environment's directory; `{env}` is filled in",
  'backup keep': "how many of Godwit's own backups stay; a team's are never removed",

  'backup answers': "what is said to the script's questions, as with `rollback`. With any, it runs in a terminal",
  'backup.answers[] when': 'text that the question contains',
  'backup.answers[] say': 'the line that is typed',

  'rollback command':
    'script of the team; `{env}` and `{backup}` are filled in, and `GODWIT_BACKUP` holds the path too. Without `{backup}` the script chooses',
  'rollback answers': 'what is said to its questions. With any, it runs in a terminal',
  'rollback.answers[] when':
    'text that the question contains: its line, and the menu above it where that line says nothing, as `#?` of a `select`',
  'rollback.answers[] say': 'the line that is typed. A question without answer stops the script and is shown',

  'service stop': 'stops the app before a restore; goes with `start`',
  'service start': 'starts it afterwards',
  'service health': 'ends with 0 when the app is well; asked after a deploy and a restore',

  'limits step': 'the longest that one step may take',
  'limits lockTimeout':
    'how long a statement of a migration may wait for a lock before it is tried again; `none`: as the login has it. Does not apply where a pending file works `CONCURRENTLY`, nor to what a file sets itself',
  'limits statementTimeout': ['how long a statement of a migration may take; `none`: as the login has it', '`none`'],
  'limits waiting': 'when a migration is cancelled because others wait behind it',
  'limits.waiting sessions': 'how many sessions wait at once',
  'limits.waiting time': 'for how long in a row; `none`: it is never cancelled for that',

  'rights read': ['`status`, `plan`, `backups`, `locks`, `history`, `run`', 'every full member of the workspace'],
  'rights request': ['`deploy`, `backup`, `rollback`, settling rows of the checklist', 'nobody'],
  'rights approve': ['approving and reviewing, never an own request; settling rows of the checklist', 'nobody'],
  'rights operate': [
    "cancelling another's run, `freeze`, `unfreeze`, stopping a session from `locks`, starting a service that a restore left stopped, full logs",
    'those of `request`',
  ],
  'rights destroy': ["breaking a host's lock", 'nobody'],
  'rights emergency': ['deploying without waiting for anybody: `deploy <env> --emergency <reason>`', 'nobody'],

  'approvals required': 'how many distinct people, never the requester',
  'approvals expireAfter': 'a request ends after this time without enough approvals',
  'approvals remindAfter': ['approvers who have not answered are reminded once', 'nobody is reminded'],
  'approvals backup': 'asked when the reminder brought nothing for as long again; from then on they may approve',

  'windows[] days': 'days on which it opens, of `mon` to `sun`',
  'windows[] from': 'time of day, `"22:00"`',
  'windows[] to': 'time of day; at or before `from` it is on the next day',
};
