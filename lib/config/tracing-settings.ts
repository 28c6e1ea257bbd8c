import { booleanSetting, type Env, textSetting } from './read-setting';

/**
 * Whether spans are sent (OpenTelemetry's standard settings; the libraries read the rest of them themselves). Over HTTP as
 * JSON: what is set to another protocol is refused, because it would be silent.
 */
export function loadTracing(env: Env, problems: string[]): boolean {
  const exporter = textSetting(env, 'OTEL_TRACES_EXPORTER')?.toLowerCase() ?? null;
  const endpoints = [
    textSetting(env, 'OTEL_EXPORTER_OTLP_ENDPOINT'),
    textSetting(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'),
  ].filter((endpoint) => endpoint !== null);
  const isDisabled = booleanSetting(env, problems, 'OTEL_SDK_DISABLED', false);
  const protocol = textSetting(env, 'OTEL_EXPORTER_OTLP_PROTOCOL')?.toLowerCase() ?? null;
  if (isDisabled || exporter === 'none' || (exporter === null && endpoints.length === 0)) return false;
  if (exporter !== null && exporter !== 'otlp') {
    problems.push(`OTEL_TRACES_EXPORTER is "${exporter}". Write otlp, or none.`);
  }
  if (protocol !== null && !protocol.startsWith('http/')) {
    problems.push(
      `OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}". Write http/json, and the collector's HTTP port (usually 4318).`,
    );
  }
  for (const endpoint of endpoints) {
    if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) continue;
    problems.push(
      `OTEL_EXPORTER_OTLP_ENDPOINT is "${endpoint}", which is no web address. Write it like http://localhost:4318.`,
    );
  }
  return true;
}
