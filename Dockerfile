# Every image of Lend, a target each: `docker build --target finance .`
# Third-party wheels are one layer that all services share; a service's image adds lendkit and its own code, nothing else.
FROM python:3.11-slim-bookworm AS wheels
COPY deploy/docker/requirements.txt /tmp/requirements.txt
# The .pth file makes our code part of the environment, so that `python -I` finds it too.
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
    && printf '/app/service\n/app/shared\n' > /venv/lib/python3.11/site-packages/lend.pth

# Compiled here, because nothing is written at run time; by content, so that an unchanged service stays the same layer.
FROM python:3.11-slim-bookworm AS code
COPY shared/lendkit /app/shared/lendkit
COPY services /app/services
RUN python -m compileall -q --invalidation-mode unchecked-hash /app

FROM python:3.11-slim-bookworm AS base
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin lend \
    && install -d -o lend -g lend /run/lend /var/lib/lend /mail
COPY --from=wheels /venv /venv
COPY --from=code /app/shared /app/shared
COPY deploy/docker/run /usr/local/bin/run
ENV PATH=/venv/bin:$PATH LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
USER 10001:10001
ENTRYPOINT ["/usr/local/bin/run"]
CMD ["web"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 CMD ["/usr/local/bin/run", "alive"]

FROM base AS auth
COPY --from=code /app/services/auth/auth /app/service/auth
COPY --from=code /app/services/auth/migrations /app/service/migrations
ENV SERVICE=auth

FROM base AS parties
COPY --from=code /app/services/parties/parties /app/service/parties
COPY --from=code /app/services/parties/migrations /app/service/migrations
ENV SERVICE=parties

FROM base AS applications
COPY --from=code /app/services/applications/applications /app/service/applications
COPY --from=code /app/services/applications/migrations /app/service/migrations
ENV SERVICE=applications

FROM base AS finance
COPY --from=code /app/services/finance/finance /app/service/finance
COPY --from=code /app/services/finance/migrations /app/service/migrations
ENV SERVICE=finance

FROM base AS documents
COPY --from=code /app/services/documents/documents /app/service/documents
COPY --from=code /app/services/documents/migrations /app/service/migrations
ENV SERVICE=documents

FROM base AS notifications
COPY --from=code /app/services/notifications/notifications /app/service/notifications
COPY --from=code /app/services/notifications/migrations /app/service/migrations
ENV SERVICE=notifications

FROM base AS reports
COPY --from=code /app/services/reports/reports /app/service/reports
COPY --from=code /app/services/reports/migrations /app/service/migrations
ENV SERVICE=reports

# Makes databases, logins and the broker's topology, and catches mail: development and staging only.
FROM base AS tools
USER 0:0
COPY deploy/docker/mailbox.txt /tmp/mailbox.txt
RUN pip --python /venv/bin/python install --no-cache-dir --require-hashes -r /tmp/mailbox.txt
COPY deploy /app/deploy
ENV PYTHONPATH=/app
USER 10001:10001
HEALTHCHECK NONE
ENTRYPOINT ["python", "-m"]
CMD ["deploy.docker.prepare"]

FROM node:24-bookworm-slim AS spa
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm install --no-save --no-audit --no-fund
COPY shared/lendkit/contracts/asyncapi.json /app/shared/lendkit/contracts/asyncapi.json
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm AS gateway
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin lend
COPY deploy/docker/gateway.txt /tmp/gateway.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/gateway.txt
COPY gateway /app/gateway
COPY frontend/openapi /app/frontend/openapi
COPY shared/lendkit/contracts/asyncapi.json /app/shared/lendkit/contracts/asyncapi.json
COPY --from=spa /app/frontend/dist /app/spa
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["python", "-m", "gateway.serve", "--check"]
CMD ["python", "-m", "gateway.serve"]
