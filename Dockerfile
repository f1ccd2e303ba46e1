# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# optional: the Postgres of `npm start`. An image is given its database.
RUN npm run build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/dist ./dist
COPY --from=build /app/editor/dist ./editor/dist
# not to src/: its absence is how the scripts tell an image, which has nothing to build
COPY --from=build /app/src/http/public ./dist/src/http/public
# a volume that is mounted here is then the user's: AUDIT_DIR of a sealer
RUN mkdir -m 700 /audit && chown node:node /audit
USER node
EXPOSE 3000
CMD ["node", "dist/src/main.js"]
