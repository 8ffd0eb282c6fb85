using Flapjack.Benchmarks.Clients;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 8: what it costs to know who sent a webhook.</summary>
internal sealed class WebhookVerify : Row
{
    private const string Floor = "one HMAC-SHA256";

    public override string Number => "8";

    public override string Title => "webhook verify, 1 KiB";

    public override string Method =>
        "`WebhookSignature.Verify`, and `WebhookSignature.Check` of the form of Standard Webhooks, against `HMACSHA256.HashData` of the same body into a buffer. Measured by BenchmarkDotNet in this process.";

    public override IReadOnlyList<Measure> Measures { get; } =
    [
        new("verify", "µs", nameof(WebhookBenchmark.Verify)) { Against = Floor, Goal = Goal.RatioAtMost(1.1) },
        new("Standard Webhooks", "µs", nameof(WebhookBenchmark.Standard)) { Against = Floor, Goal = Goal.RatioAtMost(1.15) },
        new("allocated by verify", "B", $"{nameof(WebhookBenchmark.Verify)} allocated") { Goal = Goal.AtMost(0) },
        new("allocated by Standard Webhooks", "B", $"{nameof(WebhookBenchmark.Standard)} allocated") { Goal = Goal.AtMost(0) },
    ];

    public override Task RunAsync(Bench bench)
    {
        // BenchmarkDotNet warms up by itself.
        foreach (var samples in bench.Rounds(warmUp: false))
        {
            foreach (var (method, _, seconds, allocated) in Micro.Run<WebhookBenchmark>(bench))
            {
                samples[method == nameof(WebhookBenchmark.Floor) ? Floor : method] = seconds * 1e6;
                samples[$"{method} allocated"] = allocated;
            }
        }

        return Task.CompletedTask;
    }
}
