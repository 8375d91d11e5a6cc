/** The same call, but who asks for a key while that is under way already gets the answer that is on its way. */
export function shared<Key, Answer>(call: (key: Key) => Promise<Answer>): (key: Key) => Promise<Answer> {
  const underWay = new Map<Key, Promise<Answer>>();
  return (key) => {
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const answer = call(key).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
}
