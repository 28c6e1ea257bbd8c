import { type CustomTypesConfig, type Pool, types } from 'pg';
import { againAfterDeadlock } from './again-after-deadlock';
import { Prisma, type PrismaClient } from './generated/client';
import { type SendTogether, sendTogether, together } from './write-together';

type Values = readonly unknown[];
type Statement = { text: string; values: Values };

/**
 * Sends raw statements (`$queryRaw`, `$executeRaw`) straight to the pool, and everything else through Prisma: models,
 * transactions, statements within transactions. Prisma's way costs three times the driver's, and on the hot paths all
 * statements are raw. Rows have the types that Prisma gives them; errors are the driver's own, with PostgreSQL's code.
 */
export function withDirectStatements(
  client: PrismaClient,
  pool: Pool,
  nameOf: (query: { sql: string }) => string,
): PrismaClient {
  const toQuery = ({ text, values }: Statement) => ({
    text,
    values: values.map(toParameter),
    name: nameOf({ sql: text }) || undefined,
    types: parsers,
  });
  const send = (statement: Statement) => againAfterDeadlock(() => pool.query(toQuery(statement)));
  const sendAll: SendTogether = async (statements) => {
    const results = await againAfterDeadlock(() => sendTogether(pool, statements.map(toQuery)));
    return results.map(({ rows }) => rows);
  };

  const direct: Partial<Record<string | symbol, unknown>> = {
    [together]: sendAll,
    $queryRaw: (first: TemplateStringsArray | Prisma.Sql, ...rest: Values) =>
      lazily(
        async () => (await send(toStatement(first, rest))).rows,
        () => client.$queryRaw(first, ...rest),
      ),
    $executeRaw: (first: TemplateStringsArray | Prisma.Sql, ...rest: Values) =>
      lazily(
        async () => (await send(toStatement(first, rest))).rowCount ?? 0,
        () => client.$executeRaw(first, ...rest),
      ),
    $disconnect: async () => {
      await client.$disconnect();
      // Prisma ends the pool only where it has used it.
      if (!pool.ended) await pool.end();
    },
  };
  return new Proxy(client, {
    get(target, name) {
      if (direct[name]) return direct[name];
      const value: unknown = Reflect.get(target, name, target);
      // Prisma's own work must not meet the statements above: those of its transactions belong on its connection.
      return typeof value === 'function' && String(name).startsWith('$') ? value.bind(target) : value;
    },
  });
}

function toStatement(first: TemplateStringsArray | Prisma.Sql, rest: Values): Statement {
  const sql = first instanceof Prisma.Sql ? first : Prisma.sql(first, ...rest);
  return { text: sql.text, values: sql.values };
}

/** A statement that begins when somebody waits for it, or, in a list of `$transaction`, there and by Prisma. */
function lazily<Done>(run: () => Promise<Done>, viaPrisma: () => Prisma.PrismaPromise<unknown>) {
  let running: Promise<Done> | undefined;
  const start = () => (running ??= run());
  return {
    // biome-ignore lint/suspicious/noThenProperty: as Prisma's own promises have it
    then: (...handlers: Parameters<Promise<Done>['then']>) => start().then(...handlers),
    catch: (...handlers: Parameters<Promise<Done>['catch']>) => start().catch(...handlers),
    finally: (...handlers: Parameters<Promise<Done>['finally']>) => start().finally(...handlers),
    requestTransaction: (...given: unknown[]) =>
      (viaPrisma() as unknown as { requestTransaction(...given: unknown[]): unknown }).requestTransaction(
        ...given,
      ),
    [Symbol.toStringTag]: 'PrismaPromise',
  };
}

/** The driver would write a Date in the zone of this machine. */
function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(toParameter) : value;
}

const driverParser = types.getTypeParser;

/** `2026-11-21 16:49:16.486+00`, as PostgreSQL writes it where the session is in UTC. */
const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$/;
const parseInstant = driverParser(types.builtins.TIMESTAMPTZ) as (text: string) => Date;
function toInstant(text: string): Date {
  const match = inUtc.exec(text);
  return match ? new Date(`${match[1]}T${match[2]}Z`) : parseInstant(text);
}

const scalars: Readonly<Record<number, (text: string) => unknown>> = {
  [types.builtins.INT8]: BigInt,
  [types.builtins.OID]: BigInt,
  [types.builtins.NUMERIC]: (text) => new Prisma.Decimal(text),
  [types.builtins.TIMESTAMPTZ]: toInstant,
  [types.builtins.TIMESTAMP]: (text) => toInstant(`${text}+00`),
  [types.builtins.DATE]: (text) => new Date(text),
};

/** Type of an array → that of its members; the driver reads the members as text. */
const textArray = 1009 as number as Parameters<typeof driverParser>[0];
const members: Readonly<Record<number, number>> = {
  1016: types.builtins.INT8,
  1231: types.builtins.NUMERIC,
  1185: types.builtins.TIMESTAMPTZ,
  1115: types.builtins.TIMESTAMP,
  1182: types.builtins.DATE,
};
const parseTexts = driverParser(textArray) as (text: string) => (string | null)[];

function parserOf(type: number): (text: string) => unknown {
  const scalar = scalars[type];
  if (scalar) return scalar;
  const member = members[type] === undefined ? undefined : scalars[members[type]];
  if (member) return (text) => parseTexts(text).map((one) => (one === null ? null : member(one)));
  return driverParser(type);
}

const parsers: CustomTypesConfig = { getTypeParser: parserOf as CustomTypesConfig['getTypeParser'] };
