import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '../kernel/text.js';
import { Config } from '../platform/config/config.js';
import { Changes } from '../platform/database/changes.js';
import { Transactions } from '../platform/database/transactions.js';
import type { HttpReply, HttpRequest } from '../platform/http/request.js';
import { Answers, Open, Speaks } from '../platform/http/route.js';
import type { Actor } from './actor.js';
import { Caller, cookieName, Needs, ThisSignIn } from './guard.js';
import { RequestCode } from './request-code.service.js';
import { SignInAsStaff } from './sign-in-as-staff.service.js';
import { SignInByPhone } from './sign-in-by-phone.service.js';
import {
  codeRequest,
  codeSentView,
  phoneSignIn,
  signedInView,
  signedOutView,
  staffSignIn,
} from './sign-in.contract.js';
import type {
  CodeRequest,
  CodeSentView,
  PhoneSignIn,
  SignedInView,
  SignedOutView,
  StaffSignIn,
} from './sign-in.contract.js';
import { SignIns } from './sign-ins.js';

// Signing in hands out a secret, so its answer is never kept under an Idempotency-Key.
@ApiTags('sign-in')
@Controller()
export class SignInController {
  constructor(
    private readonly requestCode: RequestCode,
    private readonly byPhone: SignInByPhone,
    private readonly asStaff: SignInAsStaff,
    private readonly signIns: SignIns,
    private readonly transactions: Transactions,
    private readonly changes: Changes,
    private readonly config: Config,
  ) {}

  @Post('sign-in/codes')
  @Open('nobody is signed in yet')
  @Answers(codeSentView, 202)
  @ApiOperation({ summary: 'Send a sign-in code by SMS' })
  sendCode(
    @Body({ schema: codeRequest }) body: CodeRequest,
    @Req() request: HttpRequest,
    @Speaks() language: Language,
  ): Promise<CodeSentView> {
    return this.requestCode.run(body, request.ip, language);
  }

  @Post('sign-in')
  @Open('nobody is signed in yet')
  @Answers(signedInView)
  @ApiOperation({ summary: 'Sign a resident in with the code; the first time makes the account' })
  async signIn(
    @Body({ schema: phoneSignIn }) body: PhoneSignIn,
    @Speaks() language: Language,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedInView> {
    return this.withCookie(reply, await this.byPhone.run(body, language));
  }

  @Post('staff/sign-in')
  @Open('nobody is signed in yet')
  @Answers(signedInView)
  @ApiOperation({ summary: 'Sign staff in with e-mail, password and second factor' })
  async signInStaff(
    @Body({ schema: staffSignIn }) body: StaffSignIn,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedInView> {
    return this.withCookie(reply, await this.asStaff.run(body, request.ip));
  }

  @Post('sign-out')
  @Needs('sign-in.own')
  @Answers(signedOutView)
  @ApiOperation({ summary: 'Sign this device out' })
  async signOut(@ThisSignIn() signInId: string, @Res({ passthrough: true }) reply: HttpReply): Promise<SignedOutView> {
    await this.transactions.run((tx) => this.signIns.end(tx, signInId));
    await this.changes.heard();
    void reply.clearCookie(cookieName, { path: '/' });
    return { ended: 1 };
  }

  @Post('sign-out/everywhere')
  @Needs('sign-in.own')
  @Answers(signedOutView)
  @ApiOperation({ summary: 'Sign out on every device' })
  async signOutEverywhere(
    @Caller() actor: Actor,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedOutView> {
    if (actor.kind === 'system') return { ended: 0 };
    const ended = await this.transactions.run((tx) => this.signIns.endAll(tx, actor.id));
    await this.changes.heard();
    void reply.clearCookie(cookieName, { path: '/' });
    return { ended };
  }

  private withCookie(reply: HttpReply, signedIn: SignedInView): SignedInView {
    void reply.setCookie(cookieName, signedIn.token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.isHttps,
      expires: new Date(signedIn.expiresAt),
    });
    return signedIn;
  }
}
