using System.Text.Json;
using Flapjack.Sdk.Json;

namespace Flapjack.Sdk.Http;

/// <summary>The error envelope <c>{"error","detail","reason"}</c>; whatever is missing or of another shape is null.</summary>
internal readonly record struct ErrorBody(string? Code, string? Detail, string? Reason)
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
