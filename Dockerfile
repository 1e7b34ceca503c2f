# One image for the web process, the workers, the scheduler and the migrations: docker-compose.yml names their commands.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app TMS_HOME=/var/lib/tms

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY tms tms
COPY workers workers
COPY locales locales

# An editor's desk needs no root.
RUN useradd --system --home-dir /var/lib/tms tms && install -d -o tms -g tms /var/lib/tms
USER tms
VOLUME /var/lib/tms

CMD ["python", "-m", "tms", "--help"]
