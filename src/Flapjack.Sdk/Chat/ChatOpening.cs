using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>Sends one message. A caller that leaves while the client still asks what the server announces has nothing to stop.</summary>
internal sealed class ChatOpening(WireHttp http, ApiRequest request) : StreamOpening(http, request)
{
    private bool _sent;

    public override bool NothingWasDone => !_sent;

    public override Task<EventConnection> SendAsync(ApiRequest attempt, CancellationToken cancellationToken)
    {
        _sent = true;
        return base.SendAsync(attempt, cancellationToken);
    }
}
