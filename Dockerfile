# syntax=docker/dockerfile:1
# One image with all three programs and the panel inside; the command says which one runs.
# Needs BuildKit, which Docker has used by itself since version 23.

# --- The panel: plain files that are compiled into the programs further down -----------------------------------------

FROM node:22.22-alpine3.22 AS panel
WORKDIR /panel
# What seldom changes comes first: a change of a page does not install the packages anew.
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY frontend/ ./
# As in scripts/panel.sh: the Content-Security-Policy refuses a script written into the page.
RUN npm run build && ! grep -Eq '<script(>| [^>]*>)[^<]' dist/index.html

# --- The programs: dependencies first, so that they are compiled again only when Cargo.lock changes ------------------

# rust-toolchain.toml stays outside (.dockerignore): rustup would download a second toolchain because of it.
FROM rust:1.95-bookworm AS rust
WORKDIR /src
RUN cargo install cargo-chef --locked --version 0.1.78

FROM rust AS recipe
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM rust AS builder
COPY --from=recipe /src/recipe.json ./
RUN --mount=type=cache,target=/usr/local/cargo/registry cargo chef cook --release --recipe-path recipe.json
COPY . .
COPY --from=panel /panel/dist frontend/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --locked --release -p marmelad-http -p marmelad-bots -p marmelad-cli
# The folders for uploads and for workbooks are made here, because the last stage has no shell to make them with.
RUN mkdir -p /out/bin /out/srv/media /out/srv/tmp \
    && cp target/release/marmelad-http target/release/marmelad-bots target/release/marmelad-cli /out/bin/

# --- What runs: glibc, root certificates, time zones; no shell, no package manager -----------------------------------

# Debian 12 as in the builder: the programs are linked against its glibc.
FROM gcr.io/distroless/cc-debian12:nonroot
ARG VERSION=dev
LABEL org.opencontainers.image.title="Мармеладный дворик" \
      org.opencontainers.image.description="Loyalty system for a chain of shops: API with the panel, Telegram bots, operator commands" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=builder /out/bin/ /usr/local/bin/
# 65532 is nonroot. A new named volume mounted on /srv/media or /srv/tmp takes over this owner.
COPY --from=builder --chown=65532:65532 /out/srv/ /srv/
WORKDIR /srv
ENV MEDIA_DIR=/srv/media
USER 65532:65532
# API and panel, webhooks, metrics: with HTTP_ADDR, BOTS_ADDR and METRICS_ADDR set to 0.0.0.0 and these ports.
EXPOSE 8000 8081 9100
CMD ["marmelad-http"]
