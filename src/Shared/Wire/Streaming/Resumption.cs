using Shared.Wire.Diagnostics;
using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>
/// How a broken stream is opened again. A run that can be read again goes on at the service while nobody reads it, so this class also says how to stop it.
/// </summary>
/// <param name="addition">The addition to the wire that gives events their ids, and lets a stream be read from behind an event.</param>
/// <param name="opening">The request that first opened the stream.</param>
/// <param name="probe">A request that is free and safe; its answer tells what the server announces.</param>
internal class Resumption<T>(string addition, ApiRequest opening, ApiRequest probe)
{
    public string Addition => addition;

    public ApiRequest Probe => probe;

    protected ApiRequest Opening => opening;

    /// <summary>The addition that the server must have announced for the stream to be opened again now.</summary>
    public virtual string Needs => addition;

    /// <summary>The service's id of what the stream is about, for messages; null if there is none, or none yet.</summary>
    public virtual string? RunId => null;

    /// <summary>The request that opens the stream again behind an event, or from its beginning if no event has come.</summary>
    public virtual ApiRequest Reopen(string? lastEventId) => opening with { LastEventId = lastEventId };

    /// <summary>Tells an event its id on the wire.</summary>
    public virtual void Number(T item, EventId id)
    {
    }

    /// <summary>Why the service can't deliver what comes next, if the event says that; null for every other event.</summary>
    public virtual string? Gap(T item) => null;

    /// <summary>Stops what the stream is about, because its caller has left.</summary>
    /// <param name="http">What sends the requests.</param>
    /// <param name="trace">Is told that something is stopped; null if nobody looks.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public virtual Task StopAsync(WireHttp http, CallTrace? trace, CancellationToken cancellationToken) => Task.CompletedTask;
}
