using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Steps;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

/// <summary>Executions of steps, as a run calls them.</summary>
internal static class StepCalls
{
    /// <param name="kind">The kind of the step.</param>
    /// <param name="config">What the step is configured to do.</param>
    /// <param name="input">What the step is given.</param>
    /// <param name="context">What the run has brought so far.</param>
    public static StepCall Of(string kind, string config, string input = "null", string context = """{"input":null,"previous":null,"steps":{}}""") => new()
    {
        OrgId = "org",
        RunnerId = "runner",
        RunnerName = "Nightly",
        RunId = "run",
        Id = Guid.CreateVersion7().ToString(),
        Attempt = 1,
        Step = new() { StepId = "step", Kind = kind, Name = "Step", Config = JsonElement.Parse(config), TimeoutSec = 600 },
        Input = JsonElement.Parse(input),
        Context = JsonElement.Parse(context),
        Actor = new Actor("user", "ada"),
        ThreadId = "thread",
        MayAsk = _ => true,
        TraceId = "trace",
        SpanId = "span",
    };

    public static string? Code(this StepOutcome outcome) => outcome.Fault?.Code;

    public static string? OutputText(this StepOutcome outcome) => outcome.Output?.GetRawText();
}
