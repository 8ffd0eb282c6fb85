using System.Buffers;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>
/// Makes the input of a step out of what the run has brought so far. A text that begins with <c>$</c> is a path into it; an object or an array is mapped
/// value by value; <c>{"$path":…,"$default":…}</c> has a value for what is not there; <c>{"$literal":…}</c> and every other value are taken as they are.
/// </summary>
internal static class InputMapping
{
    /// <summary>How many bytes of JSON an input may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>How many levels an input may have. Clients read JSON up to 64 levels, and an input stands in a run and in a trace a few levels deeper.</summary>
    public const int MaxDepth = 56;

    private const string Path = "$path";
    private const string Default = "$default";
    private const string Literal = "$literal";

    /// <summary>What is wrong with a mapping, as a sentence; null if nothing is.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="place">What the mapping is called in the sentence.</param>
    public static string? Problem(JsonElement mapping, string place = "inputMapping")
    {
        switch (mapping.ValueKind)
        {
            case JsonValueKind.String when JsonPath.IsMeant(mapping.GetString()!):
                return ProblemOfPath(mapping, place);
            case JsonValueKind.Object when mapping.TryGetProperty(Literal, out _):
                return mapping.EnumerateObject().All(field => field.NameEquals(Literal)) ? null : $"{place} has {Literal}, and may have no other field then.";
            case JsonValueKind.Object when mapping.TryGetProperty(Path, out var path):
                return !mapping.EnumerateObject().All(field => field.NameEquals(Path) || field.NameEquals(Default))
                    ? $"{place} has {Path}, and may only have {Default} besides."
                    : ProblemOfPath(path, $"{place}.{Path}");
            case JsonValueKind.Object:
                return mapping.EnumerateObject().Select(field => Problem(field.Value, $"{place}.{field.Name}")).FirstOrDefault(problem => problem is not null);
            case JsonValueKind.Array:
                return mapping.EnumerateArray().Select((item, index) => Problem(item, $"{place}[{index}]")).FirstOrDefault(problem => problem is not null);
            default:
                return null;
        }
    }

    /// <summary>The input of a step.</summary>
    /// <param name="mapping">The step's mapping; null for none.</param>
    /// <param name="context">What the run has brought so far. Without <c>previous</c>, the step is the first one.</param>
    /// <returns>JSON that outlives its sources.</returns>
    /// <exception cref="MappingException">A path finds nothing, or the input is too large.</exception>
    public static JsonElement Apply(JsonElement? mapping, JsonElement context)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, new JsonWriterOptions { MaxDepth = MaxDepth, Encoder = JsonText.Options.Encoder }))
        {
            try
            {
                WriteInput(json, mapping, context);
            }
            catch (InvalidOperationException)
            {
                throw new MappingException(MappingException.TooLarge, $"The input has more than {MaxDepth} levels. Map less of what the run has brought.");
            }
        }

        return JsonElement.Parse(written.WrittenSpan);
    }

    private static void WriteInput(Utf8JsonWriter json, JsonElement? mapping, JsonElement context)
    {
        if (mapping is { ValueKind: not JsonValueKind.Null } given)
        {
            Write(json, given, new(context), "The input");
        }
        else if (context.TryGetProperty("previous", out var input) || context.TryGetProperty("input", out input))
        {
            WriteAsItIs(json, input);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <param name="json">Gets the input.</param>
    /// <param name="mapping">What is mapped.</param>
    /// <param name="document">What the run has brought so far.</param>
    /// <param name="place">Which part of the input it becomes, for messages.</param>
    private static void Write(Utf8JsonWriter json, JsonElement mapping, PathDocument document, string place)
    {
        switch (mapping.ValueKind)
        {
            case JsonValueKind.String when JsonPath.IsMeant(mapping.GetString()!):
                WriteFound(json, JsonPath.Parse(mapping.GetString()!), null, document, place);
                break;
            case JsonValueKind.Object when mapping.TryGetProperty(Literal, out var literal):
                WriteAsItIs(json, literal);
                break;
            case JsonValueKind.Object when mapping.TryGetProperty(Path, out var path):
                WriteFound(json, JsonPath.Parse(path.GetString()!), mapping.TryGetProperty(Default, out var instead) ? instead : null, document, place);
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in mapping.EnumerateObject())
                {
                    json.WritePropertyName(field.Name);
                    Write(json, field.Value, document, $"The field {field.Name} of the input");
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in mapping.EnumerateArray())
                {
                    Write(json, item, document, place);
                }

                json.WriteEndArray();
                break;
            default:
                WriteAsItIs(json, mapping);
                break;
        }
    }

    private static void WriteFound(Utf8JsonWriter json, JsonPath path, JsonElement? instead, PathDocument document, string place)
    {
        if (!path.IsList)
        {
            WriteAsItIs(json, path.FindOne(document) ?? instead ?? throw new MappingException(MappingException.NotFound, $"{place} is not there: the path {path} finds nothing."));
            return;
        }

        json.WriteStartArray();
        foreach (var found in path.FindAll(document))
        {
            WriteAsItIs(json, found);
        }

        json.WriteEndArray();
    }

    // The size is looked at as the input grows, because a short mapping can ask for everything many times.
    private static void WriteAsItIs(Utf8JsonWriter json, JsonElement value)
    {
        value.WriteTo(json);
        if (json.BytesCommitted + json.BytesPending > MaxBytes)
        {
            throw new MappingException(MappingException.TooLarge, $"The input has more than {MaxBytes} bytes of JSON. Map less of what the run has brought.");
        }
    }

    private static string? ProblemOfPath(JsonElement path, string place)
    {
        if (path.ValueKind != JsonValueKind.String)
        {
            return $"{place} must be a JSONPath.";
        }

        try
        {
            JsonPath.Parse(path.GetString()!);
            return null;
        }
        catch (FormatException e)
        {
            return $"{place} {e.Message}.";
        }
    }
}
