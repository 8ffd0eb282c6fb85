using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Reads an event of a command by its name.</summary>
internal static class ExecEventJson
{
    /// <exception cref="JsonException">The data is not what such an event carries.</exception>
    public static ComputerExecEvent Read(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        type.SequenceEqual("stdout"u8) ? ExecOutputJson.Read(data, new ExecStdoutEvent())
        : type.SequenceEqual("stderr"u8) ? ExecOutputJson.Read(data, new ExecStderrEvent())
        : type.SequenceEqual("exit"u8) ? ReadNamed(data, ComputersJson.Default.ExecExitEvent, fields => new() { AdditionalProperties = fields })
        : type.SequenceEqual("exec_started"u8) ? ReadNamed(data, ComputersJson.Default.ExecStartedEvent, fields => new() { AdditionalProperties = fields })
        : type.SequenceEqual("output_dropped"u8) ? WireJson.Read(data, ComputersJson.Default.ExecOutputDroppedEvent)
        : type.SequenceEqual("error"u8) ? WireJson.Read(data, ComputersJson.Default.ExecErrorEvent)
        : new UnknownExecEvent(Encoding.UTF8.GetString(type), WireJson.ReadAny(data));

    // The names of two events say the most by themselves: that the command runs, and that it has ended. Data that is no object costs them their
    // fields; as an exception it would cost the command, or all that it wrote.
    private static T ReadNamed<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type, Func<IDictionary<string, JsonElement>?, T> withFields)
    {
        var json = data.IsEmpty ? default : WireJson.Parse(data, type);
        return json.ValueKind switch
        {
            JsonValueKind.Object => WireJson.Read(json, type),
            JsonValueKind.Undefined or JsonValueKind.Null => withFields(null),
            _ => withFields(new Dictionary<string, JsonElement> { ["data"] = json }),
        };
    }
}
