using Flapjack.Sdk.Wire;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// How the stream of a command is opened again: by the command's key until its id is known, and by its id from then on.
/// </summary>
/// <param name="agentId">The agent on whose computer the command runs.</param>
/// <param name="opening">The request that first opened the stream.</param>
internal sealed class ExecResumption(string agentId, ApiRequest opening)
    : Resumption<ComputerExecEvent>(Additions.Resume, opening, ComputerRequests.Probe(agentId))
{
    /// <summary>The command's id; null until its first event has told it.</summary>
    public string? ExecId { get; set; }

    /// <summary>Whether a reader who leaves stops the command.</summary>
    public bool StopsWhenLeft { get; init; }

    public override string? RunId => ExecId;

    public override string Needs => ExecId is null ? Additions.IdempotentExec : Addition;

    public override ApiRequest Reopen(string? lastEventId) => ExecId is null ? Opening : new(HttpMethod.Get, ExecRequests.PathOf(agentId, ExecId), RetryRule.Never)
    {
        Errors = Opening.Errors,
        LastEventId = lastEventId,
        Headers = Opening.Headers,
        WantsEvents = true,
    };

    public override void Number(ComputerExecEvent item, EventId id) => item.SetEventId(id);

    public override string? Gap(ComputerExecEvent item) =>
        item is ExecErrorEvent { Code: "RESUME_GAP" } gap ? $"it was read too slowly{(gap.Detail is null ? "" : $": {gap.Detail}")}" : null;

    public override async Task StopAsync(WireHttp http, CallTrace? trace, CancellationToken cancellationToken)
    {
        if (StopsWhenLeft && await http.AnnouncesAsync(Additions.Stop, Probe, cancellationToken).ConfigureAwait(false))
        {
            trace?.Stops();
            var stop = ExecId is { } execId ? ExecRequests.Stop(agentId, execId) : ExecRequests.StopByKey(agentId, Opening.IdempotencyKey!);
            using var _ = await http.SendAsync(stop, cancellationToken).ConfigureAwait(false);
        }
    }
}
