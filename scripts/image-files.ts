/**
 * Which files `COPY . .` takes, by the text of a .dockerignore: the last line that fits a path, or a folder it is in,
 * decides. A path is relative to the project; a folder is walked into only if it is taken itself.
 */
export function readImageFilter(dockerignore: string): (path: string) => boolean {
  const rules = dockerignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const form = line
        .replace(/^!/, '')
        .replace(/[.+]/g, '\\$&')
        .replace(/\*\*\//g, '(?:.+/)?')
        .replace(/(?<!\))\*/g, '[^/]*');
      return { takes: line.startsWith('!'), fits: new RegExp(`^${form}(?:/|$)`) };
    });
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.takes ?? true;
}
