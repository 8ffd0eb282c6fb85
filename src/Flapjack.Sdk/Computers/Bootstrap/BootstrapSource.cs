using Flapjack.Sdk.Http;
using Flapjack.Sdk.Streaming;

namespace Flapjack.Sdk;

/// <summary>A bootstrap as a stream of events.</summary>
internal sealed class BootstrapSource(string agentId) : EventSource<BootstrapEvent>
{
    private readonly WirePath _path = $"/api/agents/{agentId}/computer/bootstrap/stream";

    public override string Name => "bootstrap";

    public override string Call => $"GET {_path}";

    public override string ReopenNeeds => "resume";

    public override bool OpeningActs => false;

    public override ApiRequest Probe => ComputerRequests.Probe(agentId);

    public override ApiRequest Open(string? lastEventId) =>
        new(HttpMethod.Get, _path, RetryRule.IfTransient) { Errors = ComputerErrors.Table, WantsEvents = true, LastEventId = lastEventId };

    public override bool EndsStream(BootstrapEvent item) => item is BootstrapDoneEvent;

    public override BootstrapEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => BootstrapEventJson.Read(type, data);

    public override void Dispose()
    {
    }
}
