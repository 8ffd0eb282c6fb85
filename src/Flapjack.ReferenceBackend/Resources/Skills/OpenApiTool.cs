using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Makes a tool of an operation: each parameter of its path and its query is an argument, and so is its JSON body.</summary>
internal sealed partial class OpenApiTool(OpenApiDocument document, string path, string method, JsonElement pathItem, JsonElement operation)
{
    private const int MaxDescription = 1_000;
    private const int MaxSchema = 32 * 1024;

    // How many characters of the document the schema of a tool may be made of.
    private const int MaxRead = 8 * MaxSchema;
    private const int MaxDefinitions = 200;

    private const string Schemas = "#/components/schemas/";

    private readonly JsonObject _properties = [];
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);
    private readonly List<string> _inPath = [];
    private readonly List<string> _inQuery = [];
    private readonly Queue<string> _referred = new();
    private string? _fault;

    public OpenApiOperation Read()
    {
        foreach (var parameter in ParametersOf(operation).Concat(ParametersOf(pathItem)).DistinctBy(parameter => (OpenApiDocument.TextOf(parameter, "in"), OpenApiDocument.TextOf(parameter, "name"))))
        {
            AddParameter(parameter);
        }

        var hasBody = AddBody();
        if (Placeholders().Matches(path).Select(match => match.Groups[1].Value).Except(_inPath).FirstOrDefault() is { } unknown)
        {
            _fault ??= $"its path has the parameter '{unknown}', which the document does not describe";
        }

        var schema = Schema();
        return new(
            OpenApiDocument.TextOf(operation, "operationId") ?? $"{method}_{path}",
            method.ToUpperInvariant(),
            path,
            SkillText.OnOneLine(OpenApiDocument.TextOf(operation, "summary") ?? OpenApiDocument.TextOf(operation, "description"), MaxDescription) ?? $"{method.ToUpperInvariant()} {path}")
        {
            InPath = _inPath,
            InQuery = _inQuery,
            Required = [.. _required],
            HasBody = hasBody,
            Schema = schema,
            Fault = _fault,
        };
    }

    private IEnumerable<JsonElement> ParametersOf(JsonElement of) =>
        OpenApiDocument.Member(of, "parameters") is { ValueKind: JsonValueKind.Array } parameters ? parameters.EnumerateArray().Select(parameter => document.Resolve(parameter)).OfType<JsonElement>() : [];

    private void AddParameter(JsonElement parameter)
    {
        var name = OpenApiDocument.TextOf(parameter, "name") ?? "";
        var place = OpenApiDocument.TextOf(parameter, "in") switch { "path" => _inPath, "query" => _inQuery, _ => null };
        var isRequired = place == _inPath || OpenApiDocument.Member(parameter, "required") is { ValueKind: JsonValueKind.True };
        if (place is not null)
        {
            place.Add(name);
            Add(name, OpenApiDocument.Member(parameter, "schema"), OpenApiDocument.TextOf(parameter, "description"), isRequired);
        }
        else if (isRequired)
        {
            _fault ??= $"it needs the parameter '{name}', which stands neither in the path nor in the query";
        }
    }

    private bool AddBody()
    {
        if (OpenApiDocument.Member(operation, "requestBody") is not { } sent || document.Resolve(sent) is not { } body)
        {
            return false;
        }

        var isRequired = OpenApiDocument.Member(body, "required") is { ValueKind: JsonValueKind.True };
        if (OpenApiDocument.Member(body, "content") is { } content && OpenApiDocument.Member(content, "application/json") is { } json)
        {
            Add(OpenApiOperation.Body, OpenApiDocument.Member(json, "schema"), OpenApiDocument.TextOf(body, "description"), isRequired);
            return true;
        }

        _fault ??= isRequired ? "its body is not JSON" : null;
        return false;
    }

    private void Add(string name, JsonElement? schema, string? description, bool isRequired)
    {
        var property = schema is { ValueKind: JsonValueKind.Object } given ? Rewritten(given) : new JsonObject();
        if (SkillText.OnOneLine(description, MaxDescription) is { } text)
        {
            property!["description"] = text;
        }

        if (!ArgumentName().IsMatch(name))
        {
            _fault ??= $"models accept no argument of the name '{SkillText.OnOneLine(name, 100)}'";
        }
        else if (!_properties.TryAdd(name, property))
        {
            _fault ??= $"it has two arguments of the name '{name}'";
        }

        if (isRequired)
        {
            _required.Add(name);
        }
    }

    private JsonElement Schema()
    {
        var definitions = new JsonObject();
        // The text in the document can have many blanks, so it may be longer than what is made of it. It is counted first, because an alias repeats all that it leads to.
        var read = 0L;
        while (read <= MaxRead && definitions.Count < MaxDefinitions && _referred.TryDequeue(out var name))
        {
            if (!definitions.ContainsKey(name))
            {
                var found = document.Resolve(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = Schemas + name }));
                read += found?.GetRawText().Length ?? 0;
                definitions[name] = found is { } component && read <= MaxRead ? Rewritten(component) : new JsonObject();
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = _properties, ["required"] = new JsonArray([.. _required.Select(name => JsonValue.Create(name))]) };
        if (definitions.Count > 0)
        {
            schema["$defs"] = definitions;
        }

        _fault ??= read > MaxRead || definitions.Count >= MaxDefinitions || schema.ToJsonString().Length > MaxSchema ? "the schema of its arguments is too large" : null;
        return JsonSerializer.SerializeToElement(schema);
    }

    // The model sees the schema alone, so what it refers to in the document is put beside it.
    private JsonNode? Rewritten(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(schema.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Name == "$ref" ? Reference(field.Value) : Rewritten(field.Value)))),
        JsonValueKind.Array => new JsonArray([.. schema.EnumerateArray().Select(Rewritten)]),
        _ => JsonSerializer.SerializeToNode(schema),
    };

    private JsonValue? Reference(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || !value.GetString()!.StartsWith(Schemas, StringComparison.Ordinal))
        {
            _fault ??= "its schema refers to something outside of the schemas of the document";
            return null;
        }

        var name = value.GetString()![Schemas.Length..];
        _referred.Enqueue(name);
        // The name is one key of $defs, also if it is a path in the document.
        return JsonValue.Create($"#/$defs/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex ArgumentName();

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholders();
}
