using Flapjack.Sdk.Http;
using Flapjack.Sdk.Json;
using Flapjack.Sdk.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// One logical run of a command as a stream of events. Its key is the same on every attempt, so that a server that knows keys runs it once;
/// after its first event it is reopened by its id.
/// </summary>
internal sealed class ExecSource(FlapjackHttp http, string agentId, ExecRequestBody body, Func<CancellationToken, Task<ComputerStatus>>? untilReady)
    : EventSource<ComputerExecEvent>
{
    private const int DetachSeconds = 30;

    private readonly string _key = Guid.NewGuid().ToString();
    private readonly JsonBody _body = JsonBody.Of(body, FlapjackJsonContext.Default.ExecRequestBody, "options");
    private readonly string _path = ApiPath.Of($"/api/agents/{agentId}/computer/exec");
    private readonly ExecOpening _opening = new(http, agentId, untilReady);
    private ExecOutputVerifier? _verifier;
    private string? _execId;

    public override string Name => "exec";

    public override string Call => $"POST {_path}";

    public override string? ExecId => _execId;

    public override string ReopenNeeds => _execId is null ? "idempotent-exec" : "resume";

    public override bool OpeningActs => true;

    public override bool NothingWasDone => _opening.NothingStarted;

    public override ApiRequest Probe => ComputerRequests.Probe(agentId);

    public override ApiRequest Stop => new(
        HttpMethod.Delete,
        _execId is null ? $"{_path}?key={_key}" : PathOfRun,
        RetryRule.IfTransient);

    private string PathOfRun => _path + ApiPath.Of($"/{_execId!}");

    // Only a client that would come back asks for the command to wait for it.
    private int? Detach => http.Settings.MaxRetries > 0 ? DetachSeconds : null;

    public override ApiRequest Open(string? lastEventId) => _execId is null
        ? new(HttpMethod.Post, _path, RetryRule.IfNeverStarted)
        {
            Body = _body,
            IdempotencyKey = _key,
            DetachSeconds = Detach,
            WantsEvents = true,
        }
        : new(HttpMethod.Get, PathOfRun, RetryRule.IfNeverStarted)
        {
            LastEventId = lastEventId,
            DetachSeconds = Detach,
            WantsEvents = true,
        };

    public override Task<EventConnection> ConnectAsync(FlapjackHttp via, ApiRequest request, CancellationToken cancellationToken) => _execId is null
        ? _opening.OpenAsync(request, cancellationToken)
        : base.ConnectAsync(via, request, cancellationToken);

    public override bool EndsStream(ComputerExecEvent item) => item is ExecExitEvent or ExecErrorEvent;

    public override ComputerExecEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ExecEventJson.Read(type, data);

    public override string? Gap(ComputerExecEvent item) =>
        item is ExecErrorEvent { Code: "RESUME_GAP" } gap ? $"it was read too slowly ({gap.Detail})" : null;

    public override void Observe(ComputerExecEvent item)
    {
        switch (item)
        {
            case ExecStartedEvent started:
                _execId ??= string.IsNullOrEmpty(started.ExecId) ? null : started.ExecId;
                _verifier ??= http.Announces("exact-output") ? new() : null;
                break;
            case ExecOutputEvent output:
                _verifier?.Add(output);
                break;
            case ExecOutputDroppedEvent:
                StopVerifying();
                break;
            case ExecExitEvent { Truncated: false } exit:
                _verifier?.Check(exit, agentId);
                break;
        }
    }

    public override void Dispose()
    {
        StopVerifying();
        _opening.Dispose();
    }

    private void StopVerifying()
    {
        _verifier?.Dispose();
        _verifier = null;
    }
}
