using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp;

/// <summary>Reads the arguments of a call, which nobody has compared with the schema.</summary>
internal static class CallArguments
{
    /// <exception cref="ArgumentException">There is no such text; the message names it.</exception>
    public static string Required(RequestContext<CallToolRequestParams> request, string name) =>
        Text(request, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new ArgumentException($"{name} is required, and must be a string that is not blank. Nothing was done.");

    public static string? Text(RequestContext<CallToolRequestParams> request, string name) =>
        request.Params?.Arguments?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
