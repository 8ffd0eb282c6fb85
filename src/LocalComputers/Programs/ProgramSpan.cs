using System.Diagnostics;
using LocalComputers.Telemetry;

namespace LocalComputers.Programs;

/// <summary>The span of one program, and what is measured of it. Neither has its name, its arguments, its variables or what it writes.</summary>
internal sealed class ProgramSpan
{
    private readonly EngineTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly Activity? _span;

    private ProgramSpan(EngineTelemetry telemetry, TimeProvider clock, Activity? span)
    {
        (_telemetry, _clock, _span, _begun) = (telemetry, clock, span, clock.GetTimestamp());
        Carried = telemetry.Tracing.Carried;
        telemetry.ProcessActive.Add(1);
    }

    /// <summary>Where the program belongs; null for nowhere.</summary>
    public TracePlace? Carried { get; }

    /// <summary>A program is to start, as what the running code does.</summary>
    public static ProgramSpan Begin(EngineTelemetry telemetry, string ownerId, TimeProvider clock)
    {
        var span = telemetry.Begin(EngineNames.Process);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(telemetry.OwnerAttribute, ownerId);
        }

        return new(telemetry, clock, span);
    }

    /// <summary>The program was not started.</summary>
    public void NotStarted() => End("not_started", isError: true);

    /// <summary>The program has ended. How it ended is data and no error, also a timeout, as long as anybody knows.</summary>
    public void End(ProgramRun program, ProgramEnd end)
    {
        if (_span is { IsAllDataRequested: true })
        {
            _span.SetTag(EngineNames.ProcessPid, program.Id);
            if (end.Failure is null)
            {
                _telemetry.Set(_span, EngineNames.ProcessExitCode, end.ExitCode);
                _telemetry.Set(_span, EngineNames.ProcessSignal, end.Signal);
            }
        }

        End(end.Failure is not null ? "unknown" : end.TimedOut ? "timed_out" : end.Signal is not null ? "signaled" : "exited", isError: end.Failure is not null);
    }

    private void End(string outcome, bool isError)
    {
        _telemetry.Set(_span, EngineNames.ProcessOutcome, outcome);
        if (isError)
        {
            _telemetry.Fail(_span, outcome);
        }

        _telemetry.ProcessActive.Add(-1);
        _telemetry.Record(_telemetry.ProcessDuration, _clock.GetElapsedTime(_begun), EngineNames.ProcessOutcome, outcome);
        _span?.Stop();
    }
}
