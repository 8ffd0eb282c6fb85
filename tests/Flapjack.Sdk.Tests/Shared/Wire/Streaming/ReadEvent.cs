using System.Text;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>An event as text, with all that the reader knew when it came.</summary>
internal sealed record ReadEvent(string Data, string Type = "message", string LastEventId = "", TimeSpan? Retry = null)
{
    public static ReadEvent Current(SseReader reader) => new(
        Encoding.UTF8.GetString(reader.Data),
        Encoding.UTF8.GetString(reader.EventType),
        Encoding.UTF8.GetString(reader.LastEventId),
        reader.Retry);

    public static async Task<List<ReadEvent>> AllAsync(Stream body, int maxFrameBytes = 1024 * 1024)
    {
        using var reader = new SseReader(body, maxFrameBytes) { TakesEmptyReads = true };
        var events = new List<ReadEvent>();
        while (await reader.ReadAsync(default))
        {
            events.Add(Current(reader));
        }

        return events;
    }
}
