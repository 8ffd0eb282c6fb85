using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.Sdk;
using LocalComputers.Journals;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Writes the events of a turn into its journal. If the journal does not take an event, <see cref="NotRecordedException"/> is thrown.</summary>
internal sealed class ChatFrames(Journal journal)
{
    // A field that an event does not have is absent, as in the documents, and not null.
    private static readonly JsonSerializerOptions WithoutAbsent = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public void Meta(string turnId, DateTimeOffset startedAt) => Append("meta"u8, (turnId, startedAt), static (json, state) =>
    {
        json.WriteString("startedAt"u8, UtcTimeConverter.Text(state.startedAt));
        json.WriteString("turnId"u8, state.turnId);
    });

    public void Token(string delta) => Append("token"u8, delta, static (json, delta) => json.WriteString("delta"u8, delta));

    /// <summary>The model calls a tool of the backend, which begins to run.</summary>
    public void ToolBegins(StoredToolCall call)
    {
        Append("tool_call"u8, call, static (json, call) =>
        {
            json.WritePropertyName("tool"u8);
            call.ToJson().WriteTo(json);
        });
        Append("tool_executing"u8, call, static (json, call) => json.WriteString("tool_name"u8, call.Name));
    }

    public void ToolResult(StoredToolCall call, ToolOutcome outcome) => Append("tool_result"u8, (call, outcome), static (json, state) =>
    {
        json.WriteString("tool_name"u8, state.call.Name);
        json.WriteString("tool_call_id"u8, state.call.Id);
        json.WritePropertyName("result"u8);
        state.outcome.Result.WriteTo(json);
    });

    /// <summary>An event that the model itself wants to tell the caller.</summary>
    public void Emitted(ChatEvent item) => Fields(item.Type, DataOf(item), surely: false);

    public void End(TurnEnd end) => Fields(end.Event, end.Data, surely: false);

    /// <summary>The last event, which readers of this process get even if the disk does not take it.</summary>
    public void EndSurely(TurnEnd end) => Fields(end.Event, end.Data, surely: true);

    /// <summary>Waits while the slowest part of the way to the caller catches up.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => journal.WaitForRoomAsync(cancellationToken);

    private void Append<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
    {
        try
        {
            journal.Append(eventName, state, writeData);
        }
        catch (Exception e)
        {
            throw new NotRecordedException(e);
        }
    }

    private void Fields(string name, JsonObject data, bool surely)
    {
        var eventName = System.Text.Encoding.UTF8.GetBytes(name);
        if (surely)
        {
            journal.AppendSurely(eventName, data, Write);
        }
        else
        {
            Append(eventName, data, Write);
        }
    }

    private static void Write(Utf8JsonWriter json, JsonObject data)
    {
        foreach (var (name, value) in data)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    private static JsonObject DataOf(ChatEvent item)
    {
        if (item is UnknownChatEvent unknown)
        {
            return unknown.Data.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(unknown.Data)!,
                JsonValueKind.Undefined => [],
                // The data of each event of a turn is an object.
                _ => new() { ["data"] = JsonSerializer.SerializeToNode(unknown.Data) },
            };
        }

        var data = JsonSerializer.SerializeToNode(item, item.GetType(), WithoutAbsent)!.AsObject();
        // The name of the event is not a field of its data.
        data.Remove("type");
        return data;
    }

    private static void WriteValue(Utf8JsonWriter json, JsonNode? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            value.WriteTo(json);
        }
    }
}
