import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountAccessResolver, AccountMutationsResolver } from './account-mutations.resolver.js';
import { AccountQueries } from './account-queries.js';
import { AccountConnectionResolver, AccountsResolver } from './accounts.resolver.js';
import { AddUser } from './add-user.js';
import { ApiTokenResolver } from './api-token.resolver.js';
import { AUTH_ENTITIES } from './auth-entities.js';
import { AuthController } from './auth.controller.js';
import { ChangePassword } from './change-password.js';
import { CreateApiToken } from './create-api-token.js';
import { DisableUser } from './disable-user.js';
import { EnsureChiefEditor } from './ensure-chief-editor.js';
import { EnsureDemoEditors } from './ensure-demo-editors.js';
import { PurgeExpired } from './purge-expired.js';
import { RenameUser } from './rename-user.js';
import { ResetPassword } from './reset-password.js';
import { RevokeApiToken } from './revoke-api-token.js';
import { SetRoles } from './set-roles.js';
import { AUTH_SETTINGS, type AuthSettings } from './settings.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignOut } from './sign-out.js';
import { UserQueries } from './user-queries.js';
import { ViewerResolver } from './viewer.resolver.js';

/** Accounts, sign-in and API tokens. `registerAuthentication` puts the gate in front of the application. */
@Module({})
export class AuthModule {
  /** @param api whether the routes for signing in are there */
  static register(settings: AuthSettings, api = true): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [TypeOrmModule.forFeature(AUTH_ENTITIES)],
      controllers: api ? [AuthController] : [],
      providers: [
        { provide: AUTH_SETTINGS, useValue: settings },
        SignInThrottle,
        SignIn,
        SignOut,
        ChangePassword,
        CreateApiToken,
        RevokeApiToken,
        PurgeExpired,
        EnsureChiefEditor,
        EnsureDemoEditors,
        AddUser,
        SetRoles,
        RenameUser,
        DisableUser,
        ResetPassword,
        UserQueries,
        AccountQueries,
        ViewerResolver,
        ApiTokenResolver,
        AccountsResolver,
        AccountConnectionResolver,
        AccountMutationsResolver,
        AccountAccessResolver,
      ],
      exports: [AUTH_SETTINGS, AddUser, CreateApiToken, EnsureChiefEditor, EnsureDemoEditors, UserQueries],
    };
  }
}
