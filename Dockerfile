# Builds with every package, runs with those that are needed at run time, as an ordinary user.
FROM node:22.20.0-bookworm-slim AS base
# Prisma's engine looks for OpenSSL; pictures of locks need a font. SSH needs no program: Godwit speaks it itself.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates fonts-dejavu-core openssl \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /godwit

FROM base AS build
COPY package.json package-lock.json ./
# A lock file that was written on another platform may lack this one's binaries, which `npm ci` calls an error.
RUN npm ci || npm install
COPY . .
RUN npx prisma generate && npx tsc -p tsconfig.build.json && npm prune --omit=dev

FROM base
ENV NODE_ENV=production
COPY --from=build /godwit/package.json /godwit/prisma.config.ts ./
COPY --from=build /godwit/node_modules ./node_modules
COPY --from=build /godwit/prisma ./prisma
COPY --from=build /godwit/bin ./bin
COPY --from=build /godwit/dist ./dist
USER node
EXPOSE 3000
ENTRYPOINT ["node", "bin/godwit.js"]
CMD ["start"]
