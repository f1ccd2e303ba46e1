import { BadRequestException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Levels of objects and lists in a body. submitClaims has 8; what validates and transforms bodies calls itself for each. */
export const MAX_BODY_DEPTH = 32;

const isDeeperThan = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((item) => isDeeperThan(levels - 1, item)));

/**
 * Fastify's preValidation: refuses a body that is nested deeper than anything of ours, before it is walked through.
 * 2 MiB hold a million brackets: the stack of every recursive function ends long before.
 *
 * @throws BadRequestException
 */
export async function refuseDeepBodies({ body }: FastifyRequest): Promise<void> {
  if (isDeeperThan(MAX_BODY_DEPTH, body)) {
    const message = `The body is nested more than ${MAX_BODY_DEPTH} levels deep.`;
    throw new BadRequestException({ code: 'BAD_REQUEST', message });
  }
}
