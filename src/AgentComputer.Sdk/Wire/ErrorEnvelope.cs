using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace AgentComputer.Sdk.Wire;

/// <summary>
/// Reads the body of a refusal: <c>{"error":{"code","message"}}</c>, or <c>{"error":"text"}</c>, which comes from the machine that a computer runs on.
/// A field that is missing or is no text is null.
/// </summary>
internal static class ErrorEnvelope
{
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            var json = WireJson.Parse(body);
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? new(WireJson.TextOf(error, "code"), WireJson.TextOf(error, "message"), Reason: null) { Error = error }
                : new(Code: null, WireJson.TextOf(json, "error"), Reason: null);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
