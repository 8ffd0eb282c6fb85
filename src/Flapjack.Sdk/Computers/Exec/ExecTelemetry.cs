using Shared.Wire.Diagnostics;

namespace Flapjack.Sdk;

/// <summary>What the span of a command tells. How the command ended is data and no error: a build that fails is a call that went well.</summary>
internal static class ExecTelemetry
{
    public const string Command = $"{FlapjackDiagnostics.Prefix}.exec.command";
    public const string ExecId = $"{FlapjackDiagnostics.Prefix}.exec.id";
    public const string ExitCode = $"{FlapjackDiagnostics.Prefix}.exec.exit_code";
    public const string Outcome = $"{FlapjackDiagnostics.Prefix}.exec.outcome";
    public const string Signal = $"{FlapjackDiagnostics.Prefix}.exec.signal";
    public const string StderrBytes = $"{FlapjackDiagnostics.Prefix}.exec.stderr.bytes";
    public const string StdoutBytes = $"{FlapjackDiagnostics.Prefix}.exec.stdout.bytes";
    public const string Truncated = $"{FlapjackDiagnostics.Prefix}.exec.truncated";

    public static void Given(CallTrace? trace, string? command)
    {
        if (command is not null)
        {
            trace?.ShowGiven(Command, () => command);
        }
    }

    public static void Started(CallTrace? trace, ExecStartedEvent started) => trace?.Tell(ExecId, started.ExecId);

    public static void Exited(CallTrace? trace, ExecExitEvent exit)
    {
        if (trace is null)
        {
            return;
        }

        var outcome = ExecCollector.OutcomeOf(exit);
        trace.Tell(Outcome, TelemetryNames.SnakeCase(outcome.GetType().Name));
        trace.Tell(ExitCode, exit.ExitCode);
        trace.Tell(Signal, exit.Signal);
        trace.Tell(StdoutBytes, exit.StdoutBytes);
        trace.Tell(StderrBytes, exit.StderrBytes);
        trace.Tell(Truncated, exit.Truncated);
        if (outcome is ComputerExecOutcome.Unknown)
        {
            trace.Fails(new(CallOutcome.Unknown, "exit_without_outcome", "The service did not say how the command ended"));
        }
    }

    public static void Failed(CallTrace? trace, ExecErrorEvent error)
    {
        var isUnknown = error.Code == "EXEC_OUTCOME_UNKNOWN";
        trace?.Tell(Outcome, isUnknown ? "unknown" : null);
        trace?.Fails(CallFailure.Told(error.Code, isUnknown));
    }
}
