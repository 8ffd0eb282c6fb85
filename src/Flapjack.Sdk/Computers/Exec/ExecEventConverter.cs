using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Reads and writes the events of a command. The type is public only because your source-generated JSON must be able to see it.</summary>
/// <typeparam name="T"><see cref="ComputerExecEvent"/>, or <see cref="UnknownExecEvent"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ExecEventConverter<T> : WireEventConverter<T> where T : ComputerExecEvent
{
    private protected override JsonSerializerContext Records => ComputersJson.Default;

    private protected override object? ReadEvent(JsonElement json) => ExecEvents.Table.ReadObject(json);

    private protected override (string Type, JsonElement Data)? UnknownEvent(T value) => value is UnknownExecEvent unknown ? (unknown.Type, unknown.Data) : null;
}
