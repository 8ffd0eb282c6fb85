namespace LocalComputers.Telemetry;

/// <summary>What the spans and the measurements of the engine are called, behind the word of the door.</summary>
internal static class EngineNames
{
    public const string Exec = "exec";
    public const string ExecId = "exec.id";
    public const string ExecTimeout = "exec.timeout";
    public const string ExecExitCode = "exec.exit_code";
    public const string ExecSignal = "exec.signal";
    public const string ExecTimedOut = "exec.timed_out";
    public const string ExecOutcome = "exec.outcome";
    public const string ExecStdoutBytes = "exec.stdout.bytes";
    public const string ExecStderrBytes = "exec.stderr.bytes";
    public const string ExecTruncated = "exec.truncated";
    public const string ExecStarted = "exec.started";

    public const string Bootstrap = "bootstrap";
    public const string BootstrapId = "bootstrap.id";
    public const string BootstrapOutcome = "bootstrap.outcome";
    public const string BootstrapExitCode = "bootstrap.exit_code";
    public const string BootstrapStep = "bootstrap.step";
    public const string BootstrapStepNumber = "bootstrap.step.number";
    public const string BootstrapStepExitCode = "bootstrap.step.exit_code";
    public const string BootstrapStepEnded = "bootstrap.step.ended";

    public const string Process = "process";
    public const string ProcessExitCode = "process.exit_code";
    public const string ProcessSignal = "process.signal";
    public const string ProcessOutcome = "process.outcome";

    public const string StreamOfOutput = "exec.stream";

    public const string ExecDuration = "backend.exec.duration";
    public const string ExecActive = "backend.exec.active";
    public const string ExecOutput = "backend.exec.output";
    public const string ProcessDuration = "backend.process.duration";
    public const string ProcessActive = "backend.process.active";
    public const string BootstrapDuration = "backend.bootstrap.duration";

    /// <summary>OpenTelemetry's own name for the id of a process.</summary>
    public const string ProcessPid = "process.pid";

    /// <summary>OpenTelemetry's own name for the kind of an error.</summary>
    public const string ErrorType = "error.type";
}
