using System.Diagnostics;
using LocalComputers.Shells;
using LocalComputers.Telemetry;

namespace LocalComputers.Computers.Exec;

/// <summary>The span of one command, and what is measured of the command. Neither has the command, its variables or its output.</summary>
internal sealed class ExecSpan : IDisposable
{
    private readonly EngineTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly Activity? _span;
    private ShellExit? _exit;
    private bool _wasStopped;

    private ExecSpan(EngineTelemetry telemetry, TimeProvider clock, Activity? span)
    {
        (_telemetry, _clock, _span, _begun) = (telemetry, clock, span, clock.GetTimestamp());
        (Place, Carried) = (telemetry.Tracing.Current, telemetry.Tracing.Carried);
        _telemetry.ExecActive.Add(1);
    }

    /// <summary>Where the command stands; null for nowhere.</summary>
    public TracePlace? Place { get; }

    /// <summary>Where the processes of the command belong; null for nowhere.</summary>
    public TracePlace? Carried { get; }

    /// <summary>The command begins, at the place in the trace from which it was asked for. The calling method runs the command.</summary>
    public static ExecSpan Begin(ShellStart start, ExecHost host, ComputerServices services)
    {
        var telemetry = services.Door.Telemetry;
        telemetry.Tracing.Enter(start.Trace);
        var span = telemetry.Begin(EngineNames.Exec);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(telemetry.OwnerAttribute, host.OwnerId);
            telemetry.Set(span, EngineNames.ExecId, start.Id);
            telemetry.Set(span, EngineNames.ExecTimeout, start.Timeout.TotalSeconds);
        }

        return new(telemetry, services.Clock, span);
    }

    /// <summary>The computer is awake, and the shell starts.</summary>
    public void ShellStarts()
    {
        if (_span is { IsAllDataRequested: true })
        {
            _span.AddEvent(new(_telemetry.Name(EngineNames.ExecStarted)));
        }
    }

    /// <summary>The shell has ended.</summary>
    /// <param name="exit">How.</param>
    /// <param name="wasStopped">Whether somebody had asked for that.</param>
    public void ShellEnded(ExecExit exit, bool wasStopped)
    {
        (_exit, _wasStopped) = (exit.Shell, wasStopped);
        Count(exit.StdoutBytes, "stdout");
        Count(exit.StderrBytes, "stderr");
        if (_span is { IsAllDataRequested: true })
        {
            _telemetry.Set(_span, EngineNames.ExecTimedOut, exit.Shell.TimedOut);
            _telemetry.Set(_span, EngineNames.ExecSignal, exit.Shell.Signal);
            _telemetry.Set(_span, EngineNames.ExecStdoutBytes, exit.StdoutBytes);
            _telemetry.Set(_span, EngineNames.ExecStderrBytes, exit.StderrBytes);
            _telemetry.Set(_span, EngineNames.ExecTruncated, exit.Truncated);
        }
    }

    /// <summary>The command has ended. How it ended is data and no error, also a timeout, as long as anybody knows.</summary>
    public void End(ExecEnd end)
    {
        var (outcome, isError) = OutcomeOf(end);
        _telemetry.Set(_span, EngineNames.ExecExitCode, end.ExitCode);
        _telemetry.Set(_span, EngineNames.ExecOutcome, outcome);
        if (isError)
        {
            _telemetry.Fail(_span, outcome);
        }

        _telemetry.ExecActive.Add(-1);
        _telemetry.Record(_telemetry.ExecDuration, _clock.GetElapsedTime(_begun), EngineNames.ExecOutcome, outcome);
        _span?.Stop();
    }

    public void Dispose() => _span?.Dispose();

    private void Count(long bytes, string stream)
    {
        if (_telemetry.ExecOutput.Enabled)
        {
            _telemetry.ExecOutput.Add(bytes, KeyValuePair.Create<string, object?>(_telemetry.Name(EngineNames.StreamOfOutput), stream));
        }
    }

    private (string Outcome, bool IsError) OutcomeOf(ExecEnd end) => end switch
    {
        { IsKnown: false } => ("unknown", true),
        { ExitCode: not null } when _exit?.TimedOut == true => ("timed_out", false),
        { ExitCode: not null } when _wasStopped => ("stopped", false),
        { ExitCode: not null } when _exit?.Signal is not null => ("signaled", false),
        { ExitCode: not null } => ("exited", false),
        { Failure: ExecFailure.Stopped } => ("stopped", false),
        { Failure: ExecFailure.ComputerGone } => ("computer_gone", true),
        { Failure: ExecFailure.NotStarted } => ("not_started", true),
        _ => ("unknown", true),
    };
}
