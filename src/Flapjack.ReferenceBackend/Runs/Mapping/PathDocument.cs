using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>JSON in which paths are looked up. Values are only for comparing; what a path finds is the JSON as it was written.</summary>
/// <param name="root">The JSON.</param>
internal sealed class PathDocument(JsonElement root)
{
    private JToken? _tokens;

    /// <summary>All of it as the library that evaluates paths has it. It is converted when the first path needs it.</summary>
    public JToken Tokens => _tokens ??= Convert(root);

    /// <summary>What a token was made from. A filter finds fields where a path finds their values.</summary>
    public static JsonElement Of(JToken token) => ((token as JProperty)?.Value ?? token).Annotation<Source>()!.Element;

    private static JToken Convert(JsonElement element)
    {
        var token = Plain(element);
        token.AddAnnotation(new Source(element));
        return token;
    }

    private static JToken Plain(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var fields = new JObject();
                foreach (var field in element.EnumerateObject())
                {
                    // A name that is there twice means its last value, as it does for every other reader here.
                    fields[field.Name] = Convert(field.Value);
                }

                return fields;
            case JsonValueKind.Array:
                var items = new JArray();
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Convert(item));
                }

                return items;
            case JsonValueKind.String:
                return new JValue(element.GetString());
            case JsonValueKind.Number:
                return element.TryGetInt64(out var whole) ? new JValue(whole) : new JValue(element.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return new JValue(element.GetBoolean());
            default:
                return JValue.CreateNull();
        }
    }

    // An annotation must be of a reference type.
    private sealed record Source(JsonElement Element);
}
