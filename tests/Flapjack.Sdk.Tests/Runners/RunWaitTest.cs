using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

/// <summary>A test in which a client reads a run again and again, on a clock that stands until the test advances it.</summary>
public abstract class RunWaitTest : WireTest
{
    private protected const string Path = "/api/runners/r1/runs/run1";

    private protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private protected TestClock Clock { get; } = new();

    private protected CancellationTokenSource Cancel { get; } = new();

    private protected FlapjackClient Waiting => ClientWith(options => (options.TimeProvider, options.MaxRetries) = (Clock, 0));

    private protected void Runs(params string[] runs) => Wire.Answers(Path, [.. runs.Select(Answer.Json)]);
}
