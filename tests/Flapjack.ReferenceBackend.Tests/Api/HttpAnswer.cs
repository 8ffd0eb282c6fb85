using System.Net.Http.Headers;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record HttpAnswer(int Status, string Body, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public static async Task<HttpAnswer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            return new((int)response.StatusCode, body, response.Headers, response.Content.Headers.ContentType?.ToString());
        }
    }

    /// <summary>A string, by the names that lead to it.</summary>
    public string Text(params string[] path) => path.Aggregate(Json, (json, name) => json.GetProperty(name)).GetString()!;

    /// <summary>Checks that this is the error envelope, whole, with that code.</summary>
    public void ShouldBeRefused(int status, string code)
    {
        Status.Should().Be(status, Body);
        ContentType.Should().Be("application/json; charset=utf-8");
        Headers.GetValues("X-Request-Id").Should().ContainSingle().Which.Should().NotBeEmpty();
        Json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "detail");
        Text("error").Should().Be(code, Body);
        Text("detail").Should().NotBeEmpty().And.NotContain("   at ");
    }
}
