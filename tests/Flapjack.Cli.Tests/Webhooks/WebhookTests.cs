using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Flapjack.Sdk;

namespace Flapjack.Cli.Tests.Webhooks;

public sealed class WebhookTests(BackendFixture fixture) : IClassFixture<BackendFixture>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Body = """{"event":"computer.idled"}""";

    [Theory]
    [InlineData(Body, 0, "valid\n")]
    [InlineData(Body + "\n", 1, "NOT VALID: another secret signed it, or it was changed on the way.\n")]
    public async Task Verify_checks_the_bytes_as_they_are(string body, int exitCode, string output)
    {
        using var tool = new ToolRun().With("FLAPJACK_WEBHOOK_SECRET", Secret);
        var signature = WebhookSignature.Compute(Encoding.UTF8.GetBytes(Body), Secret);

        (await tool.RunAsync(body, ["webhook", "verify", "-H", $"x-flapjack-signature: {signature}"])).Should().Be(exitCode, tool.Error);

        tool.Output.Should().Be(output);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_genuine()
    {
        using var tool = new ToolRun();

        (await tool.RunAsync(Body, ["webhook", "verify", "-H", "X-Flapjack-Signature: 00"])).Should().Be(2);
    }

    [Fact]
    public async Task Listen_receives_the_webhooks_of_a_backend_and_refuses_those_of_others()
    {
        using var tool = new ToolRun().With("FLAPJACK_WEBHOOK_SECRET", fixture.Backend.WebhookSecret);
        var run = tool.RunAsync("webhook", "listen", "--port", "0", "--count", "1", "--json");
        await Eventually.HoldsAsync(() => tool.Output.Contains("listening", StringComparison.Ordinal), "it listens");
        var url = (string)JsonNode.Parse(tool.Output.Split('\n')[0])!["url"]!;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        (await http.PostAsync(url, new StringContent(Body))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        using var create = new ToolRun(fixture.Backend);
        (await create.RunAsync("create", "hooked", "--webhook", url)).Should().Be(0, create.Error);

        (await run).Should().Be(0, tool.Error);
        var lines = tool.Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        lines[1]["result"]!.GetValue<string>().Should().Be("missing_header");
        lines[2]["result"]!.GetValue<string>().Should().Be("valid");
        lines[2]["body"]!["event"]!.GetValue<string>().Should().Be("bootstrap.succeeded");
    }
}
