using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Makes the request of a call of an operation. Nobody has compared the arguments with the schema, so an argument is never more than one segment of the path or one value of the query.</summary>
internal static class OpenApiCall
{
    /// <summary>What is wrong with the arguments, in a sentence for the agent; null if nothing is wrong, and there is an address.</summary>
    public static string? FaultOf(Uri server, OpenApiOperation operation, JsonElement arguments, out Uri? address)
    {
        address = null;
        if (operation.Required.FirstOrDefault(name => !arguments.TryGetProperty(name, out _)) is { } missing)
        {
            return $"The argument {missing} is required.";
        }

        var path = operation.Path;
        foreach (var name in operation.InPath)
        {
            if (TextOf(arguments.GetProperty(name)) is not { Length: > 0 } value)
            {
                return $"The argument {name} must be a text that is not empty, a number, true or false.";
            }

            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        if (path.Split('/').Any(segment => segment is "." or ".."))
        {
            return "An argument of the path must not be . or .. alone.";
        }

        var query = new StringBuilder();
        foreach (var name in operation.InQuery)
        {
            foreach (var value in ValuesOf(arguments, name))
            {
                if (TextOf(value) is not { } text)
                {
                    return $"The argument {name} must be a text, a number, true or false, or a list of them.";
                }

                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        return Uri.TryCreate($"{server.GetLeftPart(UriPartial.Path).TrimEnd('/')}{path}{query}", UriKind.Absolute, out address) ? null : "The arguments are too long for an address.";
    }

    /// <param name="operation">The operation.</param>
    /// <param name="address">The address, of which nothing is wrong.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="token">What is sent as <c>Authorization: Bearer</c>; null for nothing.</param>
    public static HttpRequestMessage Create(OpenApiOperation operation, Uri address, JsonElement arguments, string? token)
    {
        var request = new HttpRequestMessage(new(operation.Method), address);
        request.Headers.UserAgent.Add(new("Flapjack.ReferenceBackend", null));
        request.Headers.Add("Accept", "application/json, text/plain;q=0.9, */*;q=0.1");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (operation.HasBody && arguments.TryGetProperty(OpenApiOperation.Body, out var body))
        {
            request.Content = new PostedContent(Encoding.UTF8.GetBytes(body.GetRawText()));
        }

        return request;
    }

    private static JsonElement[] ValuesOf(JsonElement arguments, string name) => !arguments.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : [value];

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => WholeText(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    // An escape such as \ud800 is half a character, which no address can have.
    private static string? WholeText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
