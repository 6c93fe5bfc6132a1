# Whoever mirrors images names theirs: docker build --build-arg RUNTIME_IMAGE=…
ARG BUILD_IMAGE=node:22-bookworm-slim
# Node alone: no shell, no package manager.
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs22-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The prepare script needs the sources, which come later so that this layer can be cached.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="hdl-edge" \
      org.opencontainers.image.description="An HTTP resolution proxy for the Handle System: native protocol in, redirects, pages and JSON out." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY templates ./templates
COPY deploy/container/healthcheck.mjs ./
# Nothing is written: the root file system may be read-only.
# Half of the threads look up names of servers: a few slow name servers must not hold up the others.
ENV NODE_ENV=production HDL_EDGE_HOST=0.0.0.0 UV_THREADPOOL_SIZE=16
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["/nodejs/bin/node", "healthcheck.mjs"]
# The program handles SIGTERM and SIGINT itself and ends the processes it starts: it needs no init.
ENTRYPOINT ["/nodejs/bin/node", "dist/main.js"]
CMD ["serve"]
