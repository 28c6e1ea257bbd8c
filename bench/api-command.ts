import { run } from './api';

await run();
