using System.Text.Json;
using Shared.Wire.Diagnostics;

namespace Shared.Wire.Streaming;

/// <summary>What one logical stream is. Each enumeration has its own.</summary>
/// <param name="name">What the stream is, for messages: "exec", "bootstrap".</param>
/// <param name="opening">How the stream is opened.</param>
/// <param name="events">How a frame becomes an event, and which event is the last.</param>
/// <param name="resumption">How the stream is opened again after a break; null if a break ends it.</param>
internal class EventSource<T>(string name, StreamOpening opening, EventTable<T> events, Resumption<T>? resumption = null) : IDisposable
    where T : class
{
    public string Name => name;

    /// <summary>The trace of the call; null if nobody looks.</summary>
    public CallTrace? Trace { get; private set; }

    public StreamOpening Opening => opening;

    public EventTable<T> Events => events;

    public Resumption<T>? Resumption => resumption;

    /// <summary>Gives the stream a trace, before it is opened.</summary>
    public virtual void ObserveWith(CallTrace? trace) => Trace = trace;

    /// <summary>Reads the event of a frame.</summary>
    /// <exception cref="JsonException">The data is not what such an event carries.</exception>
    public virtual T Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, out bool isLast) => events.Read(name, data, out isLast);

    /// <summary>Says that an event may be used again after the next one is asked for.</summary>
    public virtual void Lend()
    {
    }

    /// <summary>Gives back the memory that is only needed while events come: the stream may wait for a long time now.</summary>
    public virtual void Rest()
    {
    }

    /// <summary>Sees every event before it is delivered.</summary>
    /// <exception cref="WireProtocolException">The event contradicts the ones before it.</exception>
    public virtual void Observe(T item)
    {
    }

    public virtual void Dispose() => opening.Dispose();
}
