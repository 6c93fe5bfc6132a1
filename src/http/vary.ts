/** Adds the name of a request header to those that an answer depends on. */
export function withVary(vary: string | undefined, name: string): string {
  if (vary === undefined) return name;
  const isThere = vary.split(',').some((each) => each.trim().toLowerCase() === name.toLowerCase());
  return isThere ? vary : `${vary}, ${name}`;
}
