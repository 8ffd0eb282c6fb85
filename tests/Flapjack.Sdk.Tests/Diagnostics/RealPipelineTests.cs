using System.Diagnostics;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>The client in an app that uses OpenTelemetry. A pipeline takes the spans of the whole process.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class RealPipelineTests : WireTest
{
    [Fact]
    public async Task The_names_of_the_source_and_of_the_meter_bring_spans_and_metrics_and_the_requests_lie_below_the_spans()
    {
        var (spans, metrics) = (new List<Activity>(), new List<Metric>());
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));
        using var tracing = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSource(FlapjackDiagnostics.SourceName).AddHttpClientInstrumentation().AddInMemoryExporter(spans).Build();
        using var measuring = OpenTelemetry.Sdk.CreateMeterProviderBuilder().AddMeter(FlapjackDiagnostics.MeterName).AddInMemoryExporter(metrics).Build();
        await using var services = new ServiceCollection()
            .AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, Wire.Address)).Services.BuildServiceProvider();

        await services.GetRequiredService<FlapjackClient>().RunComputerAsync("a1", new() { Command = "x" });

        tracing.ForceFlush();
        measuring.ForceFlush();
        var call = spans.Should().ContainSingle(span => span.Source.Name == FlapjackDiagnostics.SourceName).Subject;
        (call.OperationName, call.GetTagItem("flapjack.exec.exit_code")).Should().Be(("ExecComputer", 0));
        var request = spans.Should().ContainSingle(span => span.Source.Name == "System.Net.Http").Subject;
        (request.ParentSpanId, request.TraceId).Should().Be((call.SpanId, call.TraceId));
        Wire.Request.Header("traceparent").Should().Contain(request.SpanId.ToString());
        metrics.Select(metric => metric.Name).Should().Contain(["flapjack.client.operation.duration", "flapjack.client.time_to_first_event", "flapjack.client.stream.received"]);
    }
}
