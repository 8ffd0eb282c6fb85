namespace Flapjack.Sdk.Streaming;

/// <summary>What a stream carries: how a frame becomes an event, and which event ends it.</summary>
/// <param name="Name">What the stream is, for messages: "exec", "bootstrap".</param>
/// <param name="Read">Turns a frame into an event.</param>
/// <param name="EndsStream">Whether an event is the last one of a stream that ended in good order.</param>
/// <param name="ExecIdOf">The command's id, where the event tells it.</param>
internal sealed record EventFormat<T>(string Name, EventFormat<T>.ReadEvent Read, Func<T, bool> EndsStream, Func<T, string?>? ExecIdOf = null)
{
    public delegate T ReadEvent(string type, ReadOnlySpan<byte> data);
}
