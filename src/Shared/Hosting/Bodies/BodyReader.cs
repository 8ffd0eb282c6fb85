using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;

namespace Shared.Hosting.Bodies;

/// <summary>
/// Reads a JSON object field by field. A field that has the wrong shape is refused with the code that the field has in the contract. A field that is
/// null counts as absent; only <see cref="Sent"/> tells the two apart.
/// </summary>
/// <remarks>
/// A function that reads a body asks for all of its fields before it compares them with each other. <see cref="FieldsOf"/> can then tell which fields the
/// function reads, without a request. A required text is the word <c>text</c> then, so a function reads a text last if its rule refuses that word: the
/// fields behind a refusal stay unknown.
/// </remarks>
internal sealed partial class BodyReader
{
    private readonly JsonElement _fields;
    private readonly FieldRecorder? _recorder;

    /// <exception cref="Refusal">The body is not a JSON object.</exception>
    public BodyReader(JsonElement body)
        : this(body, () => new(RefusalKind.NotAnObject, code: null, "The body must be a JSON object."))
    {
    }

    private BodyReader(JsonElement json, Func<Refusal> refusal) => _fields = json.ValueKind == JsonValueKind.Object ? json : throw refusal();

    private BodyReader(FieldRecorder recorder)
        : this(JsonElement.Parse("{}")) => _recorder = recorder;

    /// <exception cref="Refusal">The body is not JSON in UTF-8, or not an object.</exception>
    public static async Task<BodyReader> ReadAsync(HttpContext context) => new(await JsonBody.ReadAsync(context).ConfigureAwait(false));

    /// <summary>The same for a body that may be left out. A request without a body has no fields.</summary>
    /// <exception cref="Refusal">There is a body, and it is not JSON in UTF-8, or not an object.</exception>
    public static async Task<BodyReader> ReadOptionalAsync(HttpContext context) => new(await JsonBody.ReadOptionalAsync(context).ConfigureAwait(false));

    /// <summary>The fields that a function reads from a body.</summary>
    public static IReadOnlyList<RequestField> FieldsOf<T>(Func<BodyReader, T> read)
    {
        var recorder = new FieldRecorder();
        try
        {
            _ = read(new(recorder));
        }
        catch (Refusal)
        {
            // A rule about a value refuses the value that stands in for it here. The fields were asked for before.
        }

        return recorder.Fields;
    }

    /// <summary>
    /// The fields of a PATCH, under the names that they have in the document: only those that were sent. A field that was sent as null is null here, and
    /// empties the field; a field that was not sent is not here, and stays as it is.
    /// </summary>
    /// <param name="fields">Each field that can be changed, by its name in the body, with its reader. Documents have the same name in snake_case.</param>
    public JsonObject Sent(params ReadOnlySpan<(string Name, Func<BodyReader, object?> Read)> fields)
    {
        var patch = new JsonObject();
        foreach (var (name, read) in fields)
        {
            foreach (var field in _recorder is null ? [] : FieldsOf(read))
            {
                _recorder!.Add(field with { IsRequired = false });
            }

            if (_fields.TryGetProperty(name, out _))
            {
                patch[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = JsonSerializer.SerializeToNode(read(this));
            }
        }

        return patch;
    }

    private bool TryGet(string name, out JsonElement value) => _fields.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private void Asked(string name, string? type, bool isRequired = false, IReadOnlyList<string>? values = null) =>
        _recorder?.Add(new(name, type, isRequired) { Values = values });

    private void AskedWithin<T>(string name, string type, Func<BodyReader, T> read) =>
        _recorder?.Add(new(name, type, IsRequired: false) { Fields = FieldsOf(read) });
}
