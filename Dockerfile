# Every image of Lend, a target each: `docker build --target finance .`
# Third-party wheels are one stage that all share; a service's image adds lendkit and its own code, nothing else.
FROM python:3.11-slim-bookworm AS wheels
COPY deploy/docker/requirements.txt /tmp/requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
    && /venv/bin/python -m compileall -q /venv/lib

FROM python:3.11-slim-bookworm AS base
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin lend \
    && install -d -o lend -g lend /run/lend /var/lib/lend
COPY --from=wheels /venv /venv
COPY shared/lendkit /app/shared/lendkit
RUN python3 -m compileall -q /app/shared
COPY deploy/docker/run /usr/local/bin/run
ENV PATH=/venv/bin:$PATH LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
USER lend
ENTRYPOINT ["/usr/local/bin/run"]
CMD ["web"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=6 CMD ["/usr/local/bin/run", "alive"]

FROM base AS auth
COPY services/auth/auth /app/service/auth
COPY services/auth/migrations /app/service/migrations
ENV SERVICE=auth PYTHONPATH=/app/service:/app/shared

FROM base AS parties
COPY services/parties/parties /app/service/parties
COPY services/parties/migrations /app/service/migrations
ENV SERVICE=parties PYTHONPATH=/app/service:/app/shared

FROM base AS applications
COPY services/applications/applications /app/service/applications
COPY services/applications/migrations /app/service/migrations
ENV SERVICE=applications PYTHONPATH=/app/service:/app/shared

FROM base AS finance
COPY services/finance/finance /app/service/finance
COPY services/finance/migrations /app/service/migrations
ENV SERVICE=finance PYTHONPATH=/app/service:/app/shared

FROM base AS documents
COPY services/documents/documents /app/service/documents
COPY services/documents/migrations /app/service/migrations
ENV SERVICE=documents PYTHONPATH=/app/service:/app/shared

FROM base AS notifications
COPY services/notifications/notifications /app/service/notifications
COPY services/notifications/migrations /app/service/migrations
ENV SERVICE=notifications PYTHONPATH=/app/service:/app/shared

FROM base AS reports
COPY services/reports/reports /app/service/reports
COPY services/reports/migrations /app/service/migrations
ENV SERVICE=reports PYTHONPATH=/app/service:/app/shared

# Makes databases, logins and the broker's topology, and catches mail: development and staging only.
FROM base AS tools
USER root
COPY deploy/docker/mailbox.txt /tmp/mailbox.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/mailbox.txt
COPY deploy /app/deploy
ENV PYTHONPATH=/app:/app/shared
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
COPY --from=spa /app/frontend/dist /app/spa
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1
USER lend
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s CMD ["python", "-m", "gateway.serve", "--check"]
CMD ["python", "-m", "gateway.serve"]
