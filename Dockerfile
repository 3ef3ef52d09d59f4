# Web and worker of Văn Kiện, one image; compose.yaml shows how they run together.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# A server needs no GPU: the CPU build of torch is a tenth of the size where its index can be reached (--build-arg TORCH_INDEX=https://download.pytorch.org/whl/cpu).
ARG TORCH_INDEX=https://pypi.org/simple
COPY requirements.txt ./
RUN python -m venv .venv \
 && .venv/bin/pip install --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.txt)" \
 && .venv/bin/pip install -r requirements.txt
COPY corpus/ corpus/
COPY indices/ indices/
COPY ingest/ ingest/
COPY search/ search/
COPY webapp/ webapp/
COPY pyproject.toml ./
# The model is part of the image, so that a container starts without the internet.
ENV VANKIEN_MODEL_DIR=/app/model
RUN .venv/bin/python -m indices.model

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home vankien && mkdir /data && chown vankien /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 VANKIEN_DATA_DIR=/data VANKIEN_MODEL_DIR=/app/model VANKIEN_HOST=0.0.0.0
USER vankien
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/healthz', timeout=4)"]
CMD ["python", "-m", "webapp"]
