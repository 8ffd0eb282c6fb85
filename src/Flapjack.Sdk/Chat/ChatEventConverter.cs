using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>Reads and writes the events of a turn. The type is public only because your source-generated JSON must be able to see it.</summary>
/// <typeparam name="T"><see cref="ChatEvent"/>, or <see cref="UnknownChatEvent"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChatEventConverter<T> : WireEventConverter<T> where T : ChatEvent
{
    private protected override JsonSerializerContext Records => ChatJson.Default;

    private protected override object? ReadEvent(JsonElement json) => ChatEvents.IsOurs(json) ? WireJson.Read(json, ChatJson.Default.ChatClientToolEvent) : ChatEvents.Table.ReadObject(json);

    private protected override (string Type, JsonElement Data)? UnknownEvent(T value) => value is UnknownChatEvent unknown ? (unknown.Type, unknown.Data) : null;
}
