using System.Collections.Concurrent;
using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;

namespace Flapjack.ReferenceBackend.Tests.Runs;

/// <summary>A kind of step that does what a test says.</summary>
internal sealed class TestStep(string name, Func<StepCall, CancellationToken, Task<StepOutcome>> run) : IStepKind
{
    public TestStep(string name, Func<StepCall, StepOutcome> run) : this(name, (call, _) => Task.FromResult(run(call)))
    {
    }

    public string Name => name;

    /// <summary>The calls, in order.</summary>
    public ConcurrentQueue<StepCall> Calls { get; } = [];

    /// <summary>What is known after a crash.</summary>
    public StepRecovery Known { get; set; } = StepRecovery.Unknown;

    public Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return run(call, cancellationToken);
    }

    public Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken) => Task.FromResult(Known);

    /// <summary>A step that is completed with the output.</summary>
    public static TestStep Says(string name, string output) => new(name, _ => StepOutcome.Completed(JsonElement.Parse(output)));

    /// <summary>A step that runs until it is ended.</summary>
    public static TestStep Hangs(string name) => new(name, async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("An infinite delay has ended.");
    });
}
