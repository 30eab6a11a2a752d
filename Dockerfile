# Two steps: Bun compiles the program, and the image holds nothing but that one file.
#
#   docker build --tag tracker-analytics .
#   docker buildx build --platform linux/amd64,linux/arm64 --tag tracker-analytics .
#
# It needs Docker 23 or newer with buildx: the package docker-buildx of Debian 13 and Ubuntu, or
# docker-buildx-plugin of Docker itself. Without it `docker build` knows no BUILDPLATFORM.

# The version of package.json. What another platform needs is fetched, nothing runs emulated.
FROM --platform=$BUILDPLATFORM oven/bun:1.4.5-slim AS build
WORKDIR /src
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile --production
COPY . .
ARG TARGETARCH
RUN bun scripts/build.ts --target "linux-$TARGETARCH" --out /out/tracker-analytics \
    && mkdir /out/data

# The embedded PostgreSQL needs glibc 2.27 and libstdc++, so neither Alpine nor an empty image does.
# This one holds them and no shell, package manager or other program: a third of a slim Debian,
# and nothing to patch that never runs.
FROM gcr.io/distroless/cc-debian13:nonroot
LABEL org.opencontainers.image.title="Tracker Analytics" \
      org.opencontainers.image.description="Privacy-first web analytics without cookies" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /out/tracker-analytics /usr/local/bin/tracker-analytics
# A new volume takes over the owner of this folder; it would belong to root otherwise.
COPY --from=build --chown=65532:65532 /out/data /data
# By number, because that is how Kubernetes sees that it is not root.
USER 65532:65532
ENV DATA_DIR=/data
VOLUME /data
EXPOSE 3000
# Before it listens a start may replay the log of a crash, for up to ten minutes, or back up the
# database and upgrade it. The first answer ends the period.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30m --retries=3 \
  CMD ["tracker-analytics", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tracker-analytics"]
