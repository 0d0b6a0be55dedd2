import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** OpenAPI of all routes at `/docs`, served whole by this server: it works without the internet. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'Louting 楼亭',
        description: 'Property-fee collection: kiosks, sessions, payments, receipts and the staff portal.',
        version: '1',
      },
      components: {
        securitySchemes: {
          kioskSignature: {
            type: 'apiKey',
            in: 'header',
            name: 'signature',
            description: 'RFC 9421 HTTP Message Signature with the Ed25519 key of an enrolled kiosk',
          },
          staffCookie: { type: 'apiKey', in: 'cookie', name: 'louting-staff' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/docs', uiConfig: { validatorUrl: null } });
}
