import { expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { KnownRoutes } from './known-routes.js';

it('knows by which methods an address can be reached, whatever stands for its parameters', async () => {
  const app = fastify();
  const routes = new KnownRoutes();
  routes.watch(app);
  app.get('/', () => 'x');
  app.post('/claims/:id/tags', () => 'x');
  app.delete('/claims/:id/:tag', () => 'x');
  app.get('/files/*', () => 'x');
  await app.ready();
  expect(routes.methodsOf('/?a=1')).toEqual(['GET', 'HEAD']);
  expect(routes.methodsOf('/claims/7/tags')).toEqual(['DELETE', 'POST']);
  expect(routes.methodsOf('/claims/7/tags/')).toEqual(['DELETE', 'POST']);
  expect(routes.methodsOf('/files/a/b.css')).toEqual(['GET', 'HEAD']);
  expect(routes.methodsOf('/claims//tags')).toEqual([]);
  expect(routes.methodsOf('/claims')).toEqual([]);
  await app.close();
});
