using System.Diagnostics;
using LocalComputers.Telemetry;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>The span of one bootstrap, with an event for each of its steps, and what is measured of it. It has no command and no output.</summary>
internal sealed class BootstrapSpan : IDisposable
{
    private readonly EngineTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly Activity? _span;
    private int _steps;

    private BootstrapSpan(EngineTelemetry telemetry, TimeProvider clock, Activity? span) =>
        (_telemetry, _clock, _span, _begun) = (telemetry, clock, span, clock.GetTimestamp());

    /// <summary>The bootstrap begins, below what has asked for it. The calling method runs the bootstrap.</summary>
    public static BootstrapSpan Begin(string ownerId, string runId, ComputerServices services)
    {
        var telemetry = services.Door.Telemetry;
        var span = telemetry.Begin(EngineNames.Bootstrap);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(telemetry.OwnerAttribute, ownerId);
            telemetry.Set(span, EngineNames.BootstrapId, runId);
        }

        return new(telemetry, services.Clock, span);
    }

    public void StepBegins()
    {
        _steps++;
        if (_span is { IsAllDataRequested: true })
        {
            _span.AddEvent(new(_telemetry.Name(EngineNames.BootstrapStep), tags: new() { [_telemetry.Name(EngineNames.BootstrapStepNumber)] = _steps }));
        }
    }

    public void StepEnded(int exitCode)
    {
        if (_span is { IsAllDataRequested: true })
        {
            _span.AddEvent(new(_telemetry.Name(EngineNames.BootstrapStepEnded), tags: new()
            {
                [_telemetry.Name(EngineNames.BootstrapStepNumber)] = _steps,
                [_telemetry.Name(EngineNames.BootstrapStepExitCode)] = exitCode,
            }));
        }
    }

    /// <summary>The bootstrap has ended. A computer that was destroyed meanwhile is what somebody asked for, and no error.</summary>
    public void End(ComputerPhase phase, int? exitCode)
    {
        var outcome = phase == ComputerPhase.Ready ? "succeeded" : phase == ComputerPhase.Destroyed ? "destroyed" : "failed";
        _telemetry.Set(_span, EngineNames.BootstrapOutcome, outcome);
        _telemetry.Set(_span, EngineNames.BootstrapExitCode, exitCode);
        if (phase == ComputerPhase.Error)
        {
            _telemetry.Fail(_span, exitCode is null ? "bootstrap_failed" : "bootstrap_step_failed");
        }

        _telemetry.Record(_telemetry.BootstrapDuration, _clock.GetElapsedTime(_begun), EngineNames.BootstrapOutcome, outcome);
        _span?.Stop();
    }

    public void Dispose() => _span?.Dispose();
}
