"""Traces by OpenTelemetry, only where ``MINBEN_TRACES_URL`` names a collector. Nothing is loaded otherwise."""

from __future__ import annotations

from django.conf import settings

_started: list[str] = []


def start(service: str) -> bool:
    """Send spans of requests and statements to the collector (OTLP over HTTP); once in a process.

    Statements go with their placeholders, never with their values.
    """
    if not settings.TRACES_URL or _started:
        return False
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.TRACES_URL)))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument(is_sql_commentor_enabled=False)
    PsycopgInstrumentor().instrument()
    _started.append(service)
    return True
