/**
 * Whether Node sends calls by HTTP over a proxy of the environment (Node 24 and later, where somebody wants it:
 * https://nodejs.org/api/cli.html#--use-env-proxy). What is meant for this process alone must not be called then.
 */
export function callsTakeProxy(
  env: Record<string, string | undefined> = process.env,
  flags: readonly string[] = process.execArgv,
): boolean {
  const wanted = '--use-env-proxy';
  const isOn = env.NODE_USE_ENV_PROXY !== undefined && !['', '0'].includes(env.NODE_USE_ENV_PROXY);
  return isOn || flags.includes(wanted) || (env.NODE_OPTIONS ?? '').includes(wanted);
}
