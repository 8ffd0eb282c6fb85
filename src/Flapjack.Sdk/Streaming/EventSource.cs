using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>What one logical stream is: how to open and reopen it, how a frame becomes an event, and which event ends it. One for each enumeration.</summary>
internal abstract class EventSource<T> : IDisposable
{
    /// <summary>What the stream is, for messages: "exec", "bootstrap".</summary>
    public abstract string Name { get; }

    /// <summary>The call that the stream stands for, for messages: the request that first opens it.</summary>
    public abstract string Call { get; }

    /// <summary>The command's id, once it is known.</summary>
    public virtual string? ExecId => null;

    /// <summary>The addition that the server must have announced for a broken stream to be opened again now.</summary>
    public abstract string ReopenNeeds { get; }

    /// <summary>A request that is free and safe, to learn from its answer what the server announces.</summary>
    public abstract ApiRequest Probe { get; }

    /// <summary>Whether opening the stream does something, so that a request that may have arrived may have done it.</summary>
    public abstract bool OpeningActs { get; }

    /// <summary>Whether it is certain that the service has done nothing so far: then a failure is told as it is, and there is nothing to stop.</summary>
    public virtual bool NothingWasDone => false;

    /// <summary>How long the caller allows for what the stream is about; null where the caller did not say.</summary>
    public virtual OwnLimit? MayTake => null;

    /// <summary>What a caller can do whose stream was silent for too long; empty, or a sentence with a leading space.</summary>
    public virtual string SilenceAdvice => "";

    /// <summary>The event behind which a caller begins to read; null for the beginning.</summary>
    public virtual string? After => null;

    /// <summary>Makes sure, before anything else is sent, that the server has announced what the stream can't do without.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The request that opens the stream, or opens it again behind an event.</summary>
    public abstract ApiRequest Open(string? lastEventId);

    /// <summary>Sends such a request; a source that has to wait before it may, or that knows what to do about a refusal, does that here.</summary>
    public virtual Task<EventConnection> ConnectAsync(FlapjackHttp http, ApiRequest request, CancellationToken cancellationToken) =>
        EventConnection.OpenAsync(http, request, cancellationToken);

    /// <summary>The request that stops what the stream is about, for a caller who leaves early; null where there is nothing to stop.</summary>
    public virtual ApiRequest? Stop => null;

    /// <exception cref="System.Text.Json.JsonException">The data is not what such an event carries.</exception>
    public abstract T Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data);

    /// <summary>Tells an event its id on the wire.</summary>
    public virtual void Number(T item, string id)
    {
    }

    /// <summary>Whether an event is the last one of a stream that ended in good order.</summary>
    public abstract bool EndsStream(T item);

    /// <summary>Why the service can't deliver what comes next, where an event says that; null for every other event.</summary>
    public virtual string? Gap(T item) => null;

    /// <summary>Sees every event before it is delivered.</summary>
    /// <exception cref="FlapjackProtocolException">The event contradicts the ones before it.</exception>
    public virtual void Observe(T item)
    {
    }

    public abstract void Dispose();
}
