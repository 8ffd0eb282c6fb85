using System.Text.Json;
using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>Which events a bootstrap has, and how each is read.</summary>
internal static class BootstrapEvents
{
    public static EventTable<BootstrapEvent> Table { get; } = new EventTable<BootstrapEvent>((name, data) => new UnknownBootstrapEvent(name, data))
        .On("log", ComputersJson.Default.BootstrapLogEvent)
        .On("status", ComputersJson.Default.BootstrapStatusEvent)
        .Last("done", ReadDone);

    // The service documents no field of `done`: the bootstrap has ended, whatever fields the event has.
    private static BootstrapDoneEvent ReadDone(ReadOnlySpan<byte> data)
    {
        var any = WireJson.ReadAny(data);
        return any.ValueKind switch
        {
            JsonValueKind.Object => WireJson.Read(any, ComputersJson.Default.BootstrapDoneEvent),
            JsonValueKind.Undefined or JsonValueKind.Null => new(),
            _ => new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["data"] = any } },
        };
    }
}
