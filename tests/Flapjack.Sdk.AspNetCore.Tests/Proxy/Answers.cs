using System.Text.Json;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

internal static class Answers
{
    /// <summary>Checks that an answer is the API's error envelope with a detail, and that it holds no key.</summary>
    public static async Task ShouldBeRefusalAsync(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().Be(status, text);
        using var body = JsonDocument.Parse(text);
        body.RootElement.GetProperty("error").GetString().Should().Be(code);
        body.RootElement.GetProperty("detail").GetString().Should().NotBeNullOrEmpty();
        text.Should().NotContain(ProxyApp.Key);
        response.Headers.ToString().Should().NotContain(ProxyApp.Key);
        response.ReasonPhrase.Should().NotContain(ProxyApp.Key);
    }
}
