using System.Text.Json;
using Flapjack.Sdk.Extensions.AI.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>A function of the caller as a tool of a message.</summary>
internal static class ClientFunction
{
    private const string NothingReturned = "The function has ended. It returns nothing.";

    /// <summary>Tells of the function; nothing calls it.</summary>
    public static ChatTool Declare(AIFunctionDeclaration function) => new()
    {
        Name = function.Name,
        Description = string.IsNullOrWhiteSpace(function.Description) ? null : function.Description,
        Parameters = function.JsonSchema is { ValueKind: JsonValueKind.Object } schema ? schema : null,
    };

    public static async Task<string?> CallAsync(AIFunction function, IServiceProvider? services, ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = new AIFunctionArguments(ArgumentsOf(call.Arguments)) { Services = services };
        var json = FunctionResults.JsonOf(await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false));
        return json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => NothingReturned,
            JsonValueKind.String => json.GetString(),
            _ => CompactJson.TextOf(json),
        };
    }

    /// <summary>The arguments by name.</summary>
    /// <exception cref="JsonException">They are no JSON object.</exception>
    public static Dictionary<string, object?> ArgumentsOf(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        var arguments = JsonElement.Parse(json);
        return arguments.ValueKind == JsonValueKind.Object
            ? arguments.EnumerateObject().GroupBy(argument => argument.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => (object?)same.Last().Value, StringComparer.Ordinal)
            : throw new JsonException($"The arguments must be a JSON object, and are a JSON {arguments.ValueKind}.");
    }
}
