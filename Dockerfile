# docs/deploy/docker.md tells how to use it. `npm run image` runs these steps without Docker.

FROM node:22-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json ./
# Not `npm ci`, for the reason in scripts/prepare.mjs; the lock file's versions and hashes hold here too.
RUN npm install --no-save --omit=dev --no-audit --no-fund --loglevel=error
COPY . .
# What prerendered pages show is fixed here: a name or address of your own needs an image of your own.
ARG APP_NAME=Latchkey
ARG APP_URL=
# The packages go apart: they are a layer that stays the same until one of them changes.
RUN APP_NAME="$APP_NAME" APP_URL="$APP_URL" node scripts/build-image.mjs && mv node_modules ../packages

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
# Code belongs to root and is not written to; these two places are.
COPY --from=build /packages node_modules
COPY --from=build /app ./
RUN mkdir -p .data .next/cache && chown -R node:node .data .next/cache
USER node
EXPOSE 3000
VOLUME ["/app/.data", "/app/.next/cache"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "scripts/health-check.mjs"]
STOPSIGNAL SIGTERM
CMD ["node", "scripts/serve.mjs"]
