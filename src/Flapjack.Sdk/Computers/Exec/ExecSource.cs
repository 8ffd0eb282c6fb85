using Flapjack.Sdk.Wire;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>The events of one command. The output is compared with what the process wrote, if the server tells that.</summary>
internal sealed class ExecSource : EventSource<ComputerExecEvent>
{
    private readonly WireHttp _http;
    private readonly string _agentId;
    private readonly ExecResumption _resumption;
    private readonly ExecOutputReader _output = new();
    private string? _command;
    private ExecOutputVerifier? _verifier;
    private bool _started;

    private ExecSource(WireHttp http, string agentId, StreamOpening opening, ExecResumption resumption)
        : base("exec", opening, ExecEvents.Table, resumption) =>
        (_http, _agentId, _resumption) = (http, agentId, resumption);

    /// <summary>One run of a command. If the caller wants the command to go on without a reader, a reader who leaves does not stop it.</summary>
    public static ExecSource Start(WireHttp http, string agentId, ExecComputerOptions options, ExecRequestBody body, ExecWaits waits)
    {
        var request = ExecRequests.Start(agentId, options, body, http.Settings);
        var source = new ExecSource(
            http,
            agentId,
            new ExecOpening(http, agentId, request, waits) { Requires = [.. Requirements(agentId, options)], SilenceAdvice = SilenceAdvice(body) },
            new(agentId, request) { StopsWhenLeft = options.DetachTimeout is null });
        source._output.LendsOutput = options.LendsOutput;
        source._command = options.Command;
        return source;
    }

    /// <summary>A command that was started before, by any client. A reader who leaves does not stop it.</summary>
    public static ExecSource Attach(WireHttp http, string agentId, AttachComputerExecOptions options)
    {
        var request = ExecRequests.Attach(agentId, options.ExecId, options.After, http.Settings);
        var opening = new StreamOpening(http, request)
        {
            Requires = [new(Additions.Resume, nameof(FlapjackClient.AttachComputerExecAsync), ComputerRequests.Status(agentId))],
        };
        var source = new ExecSource(http, agentId, opening, new(agentId, request) { ExecId = options.ExecId });
        source._output.LendsOutput = options.LendsOutput;
        return source;
    }

    public override void ObserveWith(CallTrace? trace)
    {
        base.ObserveWith(trace);
        ExecTelemetry.Given(trace, _command);
    }

    public override void Lend() => _output.LendsOutput = true;

    public override ComputerExecEvent Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, out bool isLast)
    {
        isLast = false;
        return _output.TryRead(name, data) ?? base.Read(name, data, out isLast);
    }

    public override void Rest()
    {
        _output.Dispose();
        _verifier?.Rest();
    }

    public override void Observe(ComputerExecEvent item)
    {
        switch (item)
        {
            case ExecStartedEvent started when !_started:
                // Only the first `exec_started` counts: a second must not move the stream to another command, nor restart the count of the output.
                _started = true;
                _resumption.ExecId ??= string.IsNullOrWhiteSpace(started.ExecId) ? null : started.ExecId;
                _verifier = _http.Announces(Additions.ExactOutput) ? new() : null;
                ExecTelemetry.Started(Trace, started);
                break;
            case ExecOutputEvent output:
                _verifier?.Add(output, _output.BytesOf(output));
                break;
            case ExecOutputDroppedEvent:
                StopVerifying();
                break;
            case ExecExitEvent exit:
                ExecTelemetry.Exited(Trace, exit);
                if (!exit.Truncated)
                {
                    _verifier?.Check(exit, _agentId, _http.Settings.Redaction);
                }

                break;
            case ExecErrorEvent error:
                ExecTelemetry.Failed(Trace, error);
                break;
        }
    }

    public override void Dispose()
    {
        _output.Dispose();
        StopVerifying();
        base.Dispose();
    }

    private static IEnumerable<StreamRequirement> Requirements(string agentId, ExecComputerOptions options)
    {
        if (options.IdempotencyKey is not null)
        {
            // A caller that sets a key will send the command again, and a server that knows no keys would run it again.
            yield return Requirement(Additions.IdempotentExec, nameof(ExecComputerOptions.IdempotencyKey));
        }

        if (options.DetachTimeout is not null)
        {
            yield return Requirement(Additions.Detach, nameof(ExecComputerOptions.DetachTimeout));
        }

        StreamRequirement Requirement(string addition, string option) =>
            new(addition, $"{nameof(ExecComputerOptions)}.{option}", ComputerRequests.Status(agentId));
    }

    private static string SilenceAdvice(ExecRequestBody body) => body.TimeoutSec is not null ? ""
        : $" If the command may be silent for longer, set {nameof(ExecComputerOptions)}.{nameof(ExecComputerOptions.Timeout)} to how long it may run.";

    private void StopVerifying()
    {
        _verifier?.Dispose();
        _verifier = null;
    }
}
