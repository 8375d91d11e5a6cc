/** What one person types where. */
export interface Typed {
  readonly by: string;
  readonly channel: string;
  readonly text: string;
}

/** Of a hundred commands so many; those with `{env}` about one environment each. */
const mix: readonly (readonly [count: number, text: string])[] = [
  [30, 'help'],
  [14, 'staus {env}'],
  [12, 'history {env}'],
  [8, 'history {env} privately'],
  [8, 'run r0unknown'],
  [4, 'cancel r0unknown'],
  [5, 'plan {env}'],
  [5, 'locks {env}'],
  [4, 'deploy {env}'],
  [3, 'status {env}'],
  [3, 'status {env} privately'],
  [2, 'plan {env} privately'],
  [2, 'freeze {env} release day'],
];

/** Every how many commands somebody asks for all environments at once. */
const overviewEvery = 500;

const hundred = mix.flatMap(([count, text]) => Array.from({ length: count }, () => text));

/**
 * So many commands, their kinds interleaved, each by the next person in the next channel about another environment.
 * Deploys are typed in the first channel, where their cards stand (elsewhere the link to the card is a second answer). They
 * are of a few environments, two people each, so that the second is told that there is a request already.
 */
export function commandMix(
  count: number,
  { people, channels, environments }: Readonly<Record<'people' | 'channels' | 'environments', readonly string[]>>,
): readonly Typed[] {
  let deploys = 0;
  return Array.from({ length: count }, (_, at) => {
    // 37 has no common divisor with 100: each kind comes once in its turn, spread over the hundred.
    const kind = at % overviewEvery === overviewEvery - 1 ? 'status' : of(hundred, at * 37);
    const isDeploy = kind.startsWith('deploy');
    // In each hundred others ask the same, of others.
    const turn = at + 13 * Math.floor(at / hundred.length);
    const environment = of(environments, isDeploy ? Math.floor(deploys / 2) : turn);
    const by = of(people, isDeploy ? deploys % 2 : turn);
    if (isDeploy) deploys += 1;
    return { by, channel: of(channels, isDeploy ? 0 : turn), text: kind.replace('{env}', environment) };
  });
}

function of<T>(some: readonly T[], at: number): T {
  const found = some[at % some.length];
  if (found === undefined) throw new Error('choosing one of nothing');
  return found;
}
