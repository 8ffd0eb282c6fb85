using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>Which events a command has, and how each is read.</summary>
internal static class ExecEventJson
{
    // `stdout` first: most events are that one, and a row is found by going through them.
    public static EventTable<ComputerExecEvent> Table { get; } = new EventTable<ComputerExecEvent>((name, data) => new UnknownExecEvent(name, data))
        .On("stdout", data => ExecOutputJson.Read(data, new ExecStdoutEvent()))
        .On("stderr", data => ExecOutputJson.Read(data, new ExecStderrEvent()))
        .On("exec_started", data => ReadNamed(data, ComputersJson.Default.ExecStartedEvent, fields => new() { AdditionalProperties = fields }))
        .On("output_dropped", ComputersJson.Default.ExecOutputDroppedEvent)
        .Last("exit", data => ReadNamed(data, ComputersJson.Default.ExecExitEvent, fields => new() { AdditionalProperties = fields }))
        .Last("error", ComputersJson.Default.ExecErrorEvent);

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
