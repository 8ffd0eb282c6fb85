using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Reads and writes the events of a bootstrap. The type is public only because your source-generated JSON must be able to see it.</summary>
/// <typeparam name="T"><see cref="BootstrapEvent"/>, or <see cref="UnknownBootstrapEvent"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BootstrapEventConverter<T> : WireEventConverter<T> where T : BootstrapEvent
{
    private protected override JsonSerializerContext Records => ComputersJson.Default;

    private protected override object? ReadEvent(JsonElement json) => BootstrapEvents.Table.ReadObject(json);

    private protected override (string Type, JsonElement Data)? UnknownEvent(T value) => value is UnknownBootstrapEvent unknown ? (unknown.Type, unknown.Data) : null;
}
