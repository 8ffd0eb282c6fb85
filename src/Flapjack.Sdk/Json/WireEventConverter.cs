using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk;

/// <summary>
/// Writes an event that is known by its base type as the record that it is, and reads it again by its <c>type</c>, or a webhook by its <c>event</c>.
/// Public only because source-generated JSON of yours needs to see it.
/// </summary>
/// <typeparam name="T">The base of the events.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WireEventConverter<T> : JsonConverter<T> where T : class
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return Read(json) as T ?? throw new JsonException($"The JSON is not that of a {typeof(T).Name}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        switch (value)
        {
            case UnknownExecEvent unknown:
                WriteUnknown(writer, unknown.Type, unknown.Data);
                break;
            case UnknownBootstrapEvent unknown:
                WriteUnknown(writer, unknown.Type, unknown.Data);
                break;
            default:
                // A context of the user's may know the base type alone.
                var type = options.TryGetTypeInfo(value.GetType(), out var theirs) ? theirs : FlapjackJsonContext.Default.GetTypeInfo(value.GetType())!;
                JsonSerializer.Serialize(writer, value, type);
                break;
        }
    }

    private static object? Read(JsonElement json)
    {
        if (typeof(T).IsAssignableTo(typeof(ComputerWebhookPayload)))
        {
            return ComputerWebhookPayload.Of(json);
        }

        if (WireJson.TextOf(json, "type") is not { } name)
        {
            return null;
        }

        var type = Encoding.UTF8.GetBytes(name);
        var data = JsonMarshal.GetRawUtf8Value(json);
        object item = typeof(T).IsAssignableTo(typeof(BootstrapEvent)) ? BootstrapEventJson.Read(type, data) : ExecEventJson.Read(type, data);
        return item switch
        {
            UnknownExecEvent => new UnknownExecEvent(name, DataOf(json)),
            UnknownBootstrapEvent => new UnknownBootstrapEvent(name, DataOf(json)),
            _ => item,
        };
    }

    private static JsonElement DataOf(JsonElement json) => json.TryGetProperty("data", out var data) ? data : default;

    private static void WriteUnknown(Utf8JsonWriter writer, string type, JsonElement data)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (data.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(data), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
