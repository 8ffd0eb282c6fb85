using Flapjack.Benchmarks.Clients;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>Row 8: what it costs to know who sent a webhook.</summary>
internal sealed class WebhookVerify : Row
{
    private const string Floor = "one HMAC-SHA256";

    // All three take turns this often in a round, so that they see the same moods of the machine.
    private const int Turns = 4;

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
            var runs = Enumerable.Range(0, bench.Count(Turns, 1)).SelectMany(_ => Micro.Run<WebhookBenchmark>(bench)).ToLookup(run => run.Method);
            foreach (var method in runs)
            {
                samples[method.Key == nameof(WebhookBenchmark.Floor) ? Floor : method.Key] = Statistics.Median(method.Select(run => run.Seconds)) * 1e6;
                samples[$"{method.Key} allocated"] = method.Min(run => run.Allocated);
            }
        }

        return Task.CompletedTask;
    }
}
