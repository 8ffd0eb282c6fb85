using Flapjack.Sdk.Http;
using Flapjack.Sdk.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// One logical run of a command as a stream of events. Its key is the same on every attempt, so that a server that knows keys runs it once;
/// after its first event it is reopened by its id.
/// </summary>
internal sealed class ExecSource(
    FlapjackHttp http, string agentId, ExecComputerOptions options, ExecRequestBody body, ExecWaits waits)
    : ExecEvents(http, agentId)
{
    private readonly string _key = options.IdempotencyKey ?? Guid.NewGuid().ToString();
    private readonly JsonBody _body = JsonBody.Of(body, ComputersJson.Default.ExecRequestBody, nameof(options));
    private readonly ExecOpening _opening = new(http, agentId, waits);

    public override string Call => $"POST {Path}";

    public override OwnLimit? MayTake => body.TimeoutSec is { } seconds
        ? new(TimeSpan.FromSeconds(seconds), $"{nameof(ExecComputerOptions)}.{nameof(ExecComputerOptions.Timeout)}") : null;

    public override string SilenceAdvice => body.TimeoutSec is not null ? ""
        : $" If the command may be silent for longer, set {nameof(ExecComputerOptions)}.{nameof(ExecComputerOptions.Timeout)} to how long it may run.";

    public override string ReopenNeeds => KnownId is null ? "idempotent-exec" : "resume";

    public override bool OpeningActs => true;

    public override bool NothingWasDone => _opening.NothingStarted;

    // A caller who wants the command to go on without a reader leaves it to go on.
    public override ApiRequest? Stop => options.DetachTimeout is not null ? null
        : KnownId is { } execId ? ComputerRequests.StopExec(AgentId, execId)
        : new(HttpMethod.Delete, Path.Query("key", _key), RetryRule.IfTransient) { Errors = ComputerErrors.Table };

    private int? Detach => options.DetachTimeout is { } time ? (int)Math.Ceiling(time.TotalSeconds) : DetachSeconds;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.IdempotencyKey is not null)
        {
            // Whoever has a key of their own will send it again, and a server that knows no keys would run the command again.
            await RequireAsync("idempotent-exec", nameof(ExecComputerOptions.IdempotencyKey)).ConfigureAwait(false);
        }

        if (options.DetachTimeout is not null)
        {
            await RequireAsync("detach", nameof(ExecComputerOptions.DetachTimeout)).ConfigureAwait(false);
        }

        Task RequireAsync(string extension, string option) =>
            Http.RequireAsync(extension, $"{nameof(ExecComputerOptions)}.{option}", ComputerRequests.Status(AgentId), cancellationToken);
    }

    public override ApiRequest Open(string? lastEventId) => KnownId is null
        ? new(HttpMethod.Post, Path, RetryRule.IfNeverStarted)
        {
            Errors = ComputerErrors.Table,
            Body = _body,
            IdempotencyKey = _key,
            Headers = DetachHeader(Detach),
            WantsEvents = true,
        }
        : Reopening(lastEventId, RetryRule.IfNeverStarted) with { Headers = DetachHeader(Detach) };

    // What was open before is opened again the same way: the command keeps its slot, and whatever is refused from then on is not waited for.
    public override Task<EventConnection> ConnectAsync(FlapjackHttp via, ApiRequest request, CancellationToken cancellationToken) =>
        _opening.OpenAsync(request, cancellationToken);

    public override void Dispose()
    {
        base.Dispose();
        _opening.Dispose();
    }
}
