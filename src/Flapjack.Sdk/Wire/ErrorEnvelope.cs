using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Wire;

/// <summary>Reads the body of a refusal, <c>{"error","detail","reason"}</c>; a field that is missing or is no text is null.</summary>
internal static class ErrorEnvelope
{
    public static ErrorBody Read(byte[] body)
    {
        try
        {
            var json = WireJson.Parse(body);
            return new(WireJson.TextOf(json, "error"), WireJson.TextOf(json, "detail"), WireJson.TextOf(json, "reason"));
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
