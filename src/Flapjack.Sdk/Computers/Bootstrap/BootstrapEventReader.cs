using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Turns the frames of a bootstrap stream into events.</summary>
internal static class BootstrapEventReader
{
    public static BootstrapEvent Read(string type, ReadOnlySpan<byte> data) => type switch
    {
        "log" => WireJson.Read(data, FlapjackJsonContext.Default.BootstrapLogEvent),
        "status" => WireJson.Read(data, FlapjackJsonContext.Default.BootstrapStatusEvent),
        // The service documents no field of `done`, so an empty one is fine.
        "done" => data.IsEmpty ? new BootstrapDoneEvent() : WireJson.Read(data, FlapjackJsonContext.Default.BootstrapDoneEvent),
        _ => new UnknownBootstrapEvent(type, WireJson.ReadAny(data)),
    };
}
