using Flapjack.Sdk.Http;

namespace Flapjack.Sdk;

/// <summary>A command that was started before, by whatever client, as a stream of events. Its reader may leave: the command is not stopped.</summary>
internal sealed class AttachedExecSource : ExecEvents
{
    public AttachedExecSource(FlapjackHttp http, string agentId, string execId, string? after)
        : base(http, agentId)
    {
        KnownId = execId;
        After = after;
    }

    public override string Call => $"GET {PathOfRun}";

    public override string? After { get; }

    public override string ReopenNeeds => "resume";

    public override bool OpeningActs => false;

    public override Task PrepareAsync(CancellationToken cancellationToken) =>
        Http.RequireAsync("resume", nameof(FlapjackClient.AttachComputerExecAsync), ComputerRequests.Status(AgentId), cancellationToken);

    // Raises what the command's owner allows, where that is less; it never lowers it.
    public override ApiRequest Open(string? lastEventId) => Reopening(lastEventId, RetryRule.IfTransient) with { Headers = DetachHeader(DetachSeconds) };
}
