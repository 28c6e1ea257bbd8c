import type { AwsSettings } from '@/lib/config/vendor-settings';

/** What both clients of the SDK are opened with. It does not retry: the outbox does, and goes on to another vendor. */
export function awsClientConfig(aws: AwsSettings) {
  const { accessKeyId, secretAccessKey } = aws;
  return {
    region: aws.region,
    endpoint: aws.baseUrl ?? undefined,
    credentials: { accessKeyId, secretAccessKey, sessionToken: aws.sessionToken ?? undefined },
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 9_500 },
  };
}

/** Nothing of these may be in an error's words. */
export function awsSecrets(aws: AwsSettings): (string | null)[] {
  return [aws.accessKeyId, aws.secretAccessKey, aws.sessionToken];
}
