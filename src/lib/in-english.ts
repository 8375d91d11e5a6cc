/** Before a program of our own choice whose words are read: on a host with another language they would be others. */
export const inEnglish = ['env', 'LC_ALL=C'] as const;
