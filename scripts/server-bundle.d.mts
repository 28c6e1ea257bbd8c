export function bundleServer(dir?: string): Promise<boolean>;
