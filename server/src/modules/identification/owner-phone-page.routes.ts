import fastifyCookie from '@fastify/cookie';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { servePrivatePages } from '../../app/public-page.ts';
import { MOBILE_NUMBER } from '../../contract/identification-api.ts';
import type { IdentificationContext, Place } from './identification-context.ts';
import { codePage, notOpenedPage, numberPage, openedPage, openPage, overPage } from './owner-phone-page.ts';
import { forgetPhone, REMEMBERED_S, rememberedPhone, rememberPhone } from './owner-phone.store.ts';
import { provePhone, sendPhoneCode } from './phone-codes.store.ts';
import { openByPhone, showingAt, type ShowingOnPage } from './showings.store.ts';
import { offeredWays } from './ways.store.ts';

const AddressSchema = z.object({ address: z.string().max(96) });
const PhoneSchema = z.object({
  phone: z
    .string()
    .max(32)
    .transform((text) => text.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(MOBILE_NUMBER)),
});
const CodeSchema = PhoneSchema.extend({
  codeId: z.uuid(),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
const NumberSchema = z.object({ number: z.coerce.number().int() });
const LIMIT = { rateLimit: { max: 40, timeWindow: 60_000 } };
const COOKIE = 'louting-phone';

/** The page that an owner's phone opens from the code on a kiosk: it proves the number, and opens that kiosk once. */
export function ownerPhonePagePlugin(context: IdentificationContext): FastifyPluginAsync {
  const { storage, clock, newId, keys, publicUrl } = context;
  const cookie = {
    path: '/w',
    httpOnly: true,
    // The camera opens the page from outside: a strict cookie would not come along.
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
  } as const;

  const ownerOf = (request: FastifyRequest) => rememberedPhone(context, request.cookies[COOKIE] ?? '');
  const placeOf = (showing: ShowingOnPage, request: FastifyRequest): Place => ({ ...showing, address: request.ip });

  return async (plugin) => {
    await plugin.register(fastifyCookie);
    servePrivatePages(plugin, 2_048);
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    type Scene = { showing: ShowingOnPage; address: string; request: FastifyRequest; reply: FastifyReply };
    const route = (method: 'GET' | 'POST', step: string, act: (scene: Scene) => Promise<string | FastifyReply>) =>
      app.route({
        method,
        url: `/w/:address${step}`,
        schema: { hide: true, params: AddressSchema },
        config: LIMIT,
        handler: async (request, reply) => {
          void reply.type('text/html; charset=utf-8');
          const { address } = request.params;
          const showing = await showingAt(storage.db, keys, address, clock.now());
          const offered = showing && (await offeredWays(storage.db, showing.kioskId)).includes('owner-phone');
          if (!showing || !offered) return reply.code(404).send(overPage());
          return act({ showing, address, request, reply });
        },
      });

    route('GET', '', async ({ showing, address, request }) => {
      const phone = await ownerOf(request);
      return phone === undefined ? numberPage(showing, address) : openPage(showing, address, phone);
    });

    route('POST', '/phone', async ({ showing, address, request, reply }) => {
      const filled = PhoneSchema.safeParse(request.body);
      if (!filled.success) return reply.code(400).send(numberPage(showing, address, 'LT-1009'));
      const wish = { codeId: newId(), phone: filled.data.phone, showingId: showing.showingId };
      const sent = await sendPhoneCode(context, placeOf(showing, request), wish);
      return sent.ok
        ? codePage(showing, address, wish)
        : reply.code(409).send(numberPage(showing, address, sent.error.code));
    });

    route('POST', '/code', async ({ showing, address, request, reply }) => {
      const filled = CodeSchema.safeParse(request.body);
      if (!filled.success) return reply.code(400).send(numberPage(showing, address, 'LT-1010'));
      const { showingId } = showing;
      const proved = await provePhone(context, placeOf(showing, request), { ...filled.data, showingId });
      if (!proved.ok) {
        return reply.code(409).send(codePage(showing, address, { ...filled.data, problem: proved.error.code }));
      }
      const token = await rememberPhone(context, proved.value.phone);
      return reply.setCookie(COOKIE, token, { ...cookie, maxAge: REMEMBERED_S }).redirect(`/w/${address}`, 303);
    });

    route('POST', '/open', async ({ showing, address, request, reply }) => {
      const phone = await ownerOf(request);
      const wish = NumberSchema.safeParse(request.body);
      if (phone === undefined || !wish.success) return reply.redirect(`/w/${address}`, 303);
      const opened = await openByPhone(context, showing, { phone, number: wish.data.number, address: request.ip });
      return opened.ok ? openedPage() : reply.code(409).send(notOpenedPage(opened.error.code));
    });

    route('POST', '/forget', async ({ address, request, reply }) => {
      await forgetPhone(context, request.cookies[COOKIE] ?? '');
      return reply.clearCookie(COOKIE, cookie).redirect(`/w/${address}`, 303);
    });
  };
}
