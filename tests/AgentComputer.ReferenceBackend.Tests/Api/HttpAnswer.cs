using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentComputer.ReferenceBackend.Tests.Api;

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

    /// <summary>A value, by the names that lead to it.</summary>
    public JsonElement Of(params string[] path) => path.Aggregate(Json, (json, name) => json.GetProperty(name));

    /// <summary>A string, by the names that lead to it.</summary>
    public string Text(params string[] path) => Of(path).GetString()!;

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    /// <summary>Checks that this is the error envelope, whole, with that code.</summary>
    public void ShouldBeRefused(int status, string code, string? about = null)
    {
        Status.Should().Be(status, Body);
        ContentType.Should().Be("application/json; charset=utf-8");
        Json.EnumerateObject().Select(field => field.Name).Should().Equal("error");
        Of("error").EnumerateObject().Select(field => field.Name).Should().Equal("code", "message");
        Text("error", "code").Should().Be(code, Body);
        Text("error", "message").Should().NotBeEmpty().And.NotContain("   at ");
        if (about is not null)
        {
            Text("error", "message").Should().Contain(about);
        }
    }
}
