import { Module } from '@nestjs/common';
import { GraphiqlController } from './graphiql.controller.js';
import { LandingController } from './landing.controller.js';

/** The pages that Claimdesk serves itself. */
@Module({ controllers: [LandingController, GraphiqlController] })
export class HttpModule {}
