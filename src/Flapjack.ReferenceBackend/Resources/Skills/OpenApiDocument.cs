using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>An OpenAPI document of version 3, in JSON. Only what a tool needs of it is read, and nothing that it refers to elsewhere.</summary>
internal sealed class OpenApiDocument
{
    // A reference that leads to a reference that leads to a reference.
    private const int MostSteps = 8;

    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonElement _root;

    private OpenApiDocument(JsonElement root) => _root = root;

    /// <returns>The document; null if the content is none.</returns>
    public static OpenApiDocument? Read(string content) =>
        ForeignJson.Read(Encoding.UTF8.GetBytes(content.TrimStart('\uFEFF'))) is { ValueKind: JsonValueKind.Object } root
        && TextOf(root, "openapi")?.StartsWith("3.", StringComparison.Ordinal) == true
            ? new(root)
            : null;

    /// <summary>Where the operations are called: the first server of the document; null if it has no address.</summary>
    /// <param name="sourceUrl">The address of the document, to which a server can be relative; null for none.</param>
    public Uri? ServerAt(string? sourceUrl)
    {
        var url = Member(_root, "servers") is { ValueKind: JsonValueKind.Array } servers && servers.GetArrayLength() > 0 ? TextOf(servers[0], "url") : "/";
        Uri? server = null;
        var isAddress = Uri.TryCreate(sourceUrl, UriKind.Absolute, out var document) ? Uri.TryCreate(document, url, out server) : Uri.TryCreate(url, UriKind.Absolute, out server);
        return isAddress && server!.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal) && server.UserInfo.Length == 0 && url?.Contains('{', StringComparison.Ordinal) != true
            ? server
            : null;
    }

    /// <summary>The first operations, in the order of the document.</summary>
    public IEnumerable<OpenApiOperation> Operations(int limit) => Tools().Take(limit).Select(tool => tool.Read());

    /// <summary>How many operations there are. They are counted without their schemas, which can be large.</summary>
    public int CountOperations() => Tools().Count();

    private IEnumerable<OpenApiTool> Tools() =>
        from path in Fields(Member(_root, "paths"))
        where path.Name.StartsWith('/')
        from method in Methods
        let operation = Member(path.Value, method)
        where operation is { ValueKind: JsonValueKind.Object }
        select new OpenApiTool(this, path.Name, method, path.Value, operation.Value);

    /// <summary>What a <c>$ref</c> within the document leads to; the element itself, if it is none; null if it leads nowhere.</summary>
    public JsonElement? Resolve(JsonElement element)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            if (TextOf(element, "$ref") is not { } reference)
            {
                return element;
            }

            if (!reference.StartsWith("#/", StringComparison.Ordinal) || Follow(reference[2..]) is not { } next)
            {
                return null;
            }

            element = next;
        }

        return null;
    }

    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    public static string? TextOf(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IEnumerable<JsonProperty> Fields(JsonElement? element) => element is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject() : [];

    private JsonElement? Follow(string pointer)
    {
        JsonElement? element = _root;
        foreach (var name in pointer.Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            element = element is { } inside ? Member(inside, name) : null;
        }

        return element;
    }
}
