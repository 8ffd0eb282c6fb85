using System.Text;
using System.Text.Json;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Reads an event of a bootstrap by its name.</summary>
internal static class BootstrapEventJson
{
    /// <exception cref="JsonException">The data is not what such an event carries.</exception>
    public static BootstrapEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        type.SequenceEqual("log"u8) ? WireJson.Read(data, ComputersJson.Default.BootstrapLogEvent)
        : type.SequenceEqual("status"u8) ? WireJson.Read(data, ComputersJson.Default.BootstrapStatusEvent)
        : type.SequenceEqual("done"u8) ? ReadDone(data)
        : new UnknownBootstrapEvent(Encoding.UTF8.GetString(type), WireJson.ReadAny(data));

    // The service documents no field of `done`: whatever it carries, the bootstrap has ended.
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
