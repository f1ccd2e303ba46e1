import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { EditorController } from './editor.controller.js';
import { GraphiqlController } from './graphiql.controller.js';

/** The pages that Claimdesk serves itself. */
@Module({ controllers: [AssetsController, EditorController, GraphiqlController] })
export class HttpModule {}
