import { applyDecorators, createParamDecorator, Injectable, SetMetadata } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { HttpRequest } from '../platform/http/request.js';
import { RIGHT } from '../platform/http/route.js';
import { mayAnywhere } from './actor.js';
import type { Actor, ResidentActor } from './actor.js';
import { peopleRefusals } from './people.errors.js';
import { SignIns } from './sign-ins.js';
import type { Right } from './rights.js';

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    signInId?: string;
  }
}

export const cookieName = 'linli';

/** The right that a route needs. */
export function Needs(right: Right) {
  return applyDecorators(SetMetadata(RIGHT, right), ApiBearerAuth(), ApiCookieAuth());
}

/** Lets a request in when the route is open, or when whoever signed in has its right. A route that says nothing is shut. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly signIns: SignIns,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const right = this.reflector.get<Right | { open: string } | undefined>(RIGHT, context.getHandler());
    const request = context.switchToHttp().getRequest<HttpRequest>();
    if (typeof right === 'object') return true;
    if (right === undefined) throw peopleRefusals.not_allowed({ right: 'none' });
    const actor = await this.signedIn(request);
    if (!mayAnywhere(actor, right)) throw peopleRefusals.not_allowed({ right });
    return true;
  }

  private async signedIn(request: HttpRequest): Promise<Actor> {
    const bearer = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? request.cookies[cookieName];
    const signedIn = token === undefined ? undefined : await this.signIns.find(token);
    if (!signedIn) throw peopleRefusals.sign_in_first();
    if (bearer === undefined) assertOwnOrigin(request);
    request.actor = signedIn.actor;
    request.signInId = signedIn.id;
    request.caller = `${signedIn.actor.kind}:${signedIn.actor.id}`;
    request.callerLanguage = signedIn.actor.language;
    return signedIn.actor;
  }
}

/** A browser sends the cookie also when another website asks it to; such requests say so. */
function assertOwnOrigin(request: HttpRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw requestRefusals.foreign_origin();
  const origin = request.headers.origin;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.host)) {
    throw requestRefusals.foreign_origin();
  }
}

/** Whoever is signed in. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<HttpRequest>();
  if (!actor) throw peopleRefusals.sign_in_first();
  return actor;
});

/** The resident who is signed in, on routes that only residents have the right to. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): ResidentActor => {
  const { actor } = context.switchToHttp().getRequest<HttpRequest>();
  if (actor?.kind !== 'resident') throw peopleRefusals.sign_in_first();
  return actor;
});

/** The id of the sign-in by which this request came. */
export const ThisSignIn = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => context.switchToHttp().getRequest<HttpRequest>().signInId ?? '',
);
