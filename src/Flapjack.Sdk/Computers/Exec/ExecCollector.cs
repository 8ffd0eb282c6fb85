using System.Buffers;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Gathers the events of one command into its result.</summary>
/// <param name="agentId">The agent, for messages; null if it is not known.</param>
/// <param name="timeout">How long the command may run; null if the service chose the time.</param>
/// <param name="redaction">Keeps the key out of what is thrown.</param>
internal sealed class ExecCollector(string? agentId, TimeSpan? timeout, Redaction redaction)
{
    private readonly ArrayBufferWriter<byte> _stdout = new();
    private readonly ArrayBufferWriter<byte> _stderr = new();

    private bool _misread;

    public string? ExecId { get; private set; }

    /// <summary>Takes an event; returns the result if it was the last event.</summary>
    /// <exception cref="FlapjackApiException">The service lost the command, and knows that it did not run to its end.</exception>
    public ComputerExecResult? Add(ComputerExecEvent item)
    {
        switch (item)
        {
            case ExecStartedEvent started:
                ExecId ??= started.ExecId;
                return null;
            case ExecStdoutEvent output:
                Add(output, _stdout);
                return null;
            case ExecStderrEvent output:
                Add(output, _stderr);
                return null;
            case ExecErrorEvent { Code: "EXEC_OUTCOME_UNKNOWN" }:
                return Result(new ComputerExecOutcome.Unknown());
            case ExecErrorEvent error:
                throw ExecErrors.ToException(agentId, ExecId, error, redaction);
            case ExecExitEvent exit:
                var outcome = OutcomeOf(exit);
                return Result(outcome) with
                {
                    ExitCode = exit.ExitCode,
                    Ok = exit.Ok && outcome is ComputerExecOutcome.Exited { Code: 0 },
                    Duration = Milliseconds(exit.DurationMs),
                    Truncated = exit.Truncated || _misread,
                };
            default:
                return null;
        }
    }

    private void Add(ExecOutputEvent output, ArrayBufferWriter<byte> to)
    {
        to.Write(output.Bytes.Span);
        _misread |= output.AdditionalProperties?.ContainsKey("chunk") == true;
    }

    // A TimeSpan does not hold every number. The nearest possible value is taken, because a result must not be lost for its duration.
    private static TimeSpan Milliseconds(long count) => TimeSpan.FromMilliseconds(
        Math.Clamp(count, TimeSpan.MinValue.Ticks / TimeSpan.TicksPerMillisecond, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond));

    public static ComputerExecOutcome OutcomeOf(ExecExitEvent exit) =>
        exit.TimedOut == true ? new ComputerExecOutcome.TimedOut()
        : exit.Signal is { Length: > 0 } signal ? new ComputerExecOutcome.Signaled(signal)
        : exit.ExitCode is { } code ? new ComputerExecOutcome.Exited(code)
        : new ComputerExecOutcome.Unknown();

    private ComputerExecResult Result(ComputerExecOutcome outcome) => new()
    {
        Redaction = redaction,
        ExecId = ExecId,
        Timeout = timeout,
        Outcome = outcome,
        StdoutBytes = _stdout.WrittenMemory,
        StderrBytes = _stderr.WrittenMemory,
    };
}
