using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The body of <c>POST /api/threads</c>, which names its agent nowhere else.</summary>
internal sealed record ThreadBody(byte[] Bytes, string AgentId)
{
    private const int MaxBytes = 64 * 1024;

    private const string AgentIdName = "agentId";

    // Of two agents the hook would see one, and the service perhaps the other.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="ProxyRefusal">It is too large, did not arrive, is not JSON, or does not name exactly one agent.</exception>
    public static async Task<ThreadBody> ReadAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request).ConfigureAwait(false) ?? throw TooLarge($"The body is larger than {MaxBytes} bytes.");
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return new(bytes, AgentIdOf(document.RootElement) ?? throw Bad("INVALID_AGENT_ID", "The body must be an object with one agentId, a string."));
        }
        // JSON may be well formed and yet hold half a character, which no string can.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Bad("INVALID_JSON", "The body is not JSON, or names a property twice.");
        }
    }

    private static async Task<byte[]?> ReadBytesAsync(HttpRequest request)
    {
        try
        {
            return await BoundedBody.ReadAsync(request.Body, MaxBytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        // The server's own verdict, which is the caller's fault and no error of the app.
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge("The body is larger than this app lets in.");
        }
        catch (BadHttpRequestException e)
        {
            throw new ProxyRefusal(e.StatusCode, "BAD_REQUEST", "The request's body did not arrive.");
        }
    }

    private static string? AgentIdOf(JsonElement body)
    {
        // A reader that is lax about names would take agent_id or AgentID for it too.
        var lookalikes = body.ValueKind == JsonValueKind.Object
            ? body.EnumerateObject().Where(property => property.Name.Replace("_", "", StringComparison.Ordinal).Equals(AgentIdName, StringComparison.OrdinalIgnoreCase)).ToList()
            : [];
        return lookalikes is [{ Name: AgentIdName, Value.ValueKind: JsonValueKind.String } property] ? property.Value.GetString() : null;
    }

    private static ProxyRefusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, "PAYLOAD_TOO_LARGE", detail);

    private static ProxyRefusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
