using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.FromTemplate;

public sealed class FromTemplateRequestTests : WireTest
{
    private const string Path = "/api/agents/from-template";

    private const string Created = """{"agent":{"id":"a1"},"sandbox":{"agent_id":"a1","status":"bootstrapping"}}""";

    [Fact]
    public async Task Every_field_goes_out_under_its_wire_name()
    {
        Wire.Answers(Path, Created);

        await Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "Grocery Tracker v2",
            Template = ComputerTemplate.NextjsFullstack,
            Repo = new() { Url = "https://github.com/acme/grocery", Branch = "main", InstallCmd = "pnpm install" },
            EnvVars = [new("NODE_ENV", "production"), new("_x1", "a \"b\" $c")],
            SizeClass = ComputerSizeClass.Large,
            WebhookUrl = "https://hooks.acme.dev/flapjack",
            ExternalAppId = "app_abc123",
        });

        Wire.Request.Method.Should().Be("POST");
        Wire.Request.Body.Should().Be(
            """{"name":"Grocery Tracker v2","template":"nextjs-fullstack","repo":{"url":"https://github.com/acme/grocery","branch":"main","installCmd":"pnpm install"},"envVars":[{"key":"NODE_ENV","value":"production"},{"key":"_x1","value":"a \u0022b\u0022 $c"}],"sizeClass":"large","webhookUrl":"https://hooks.acme.dev/flapjack","externalAppId":"app_abc123"}""");
    }

    [Fact]
    public async Task What_is_null_is_not_sent()
    {
        Wire.Answers(Path, Created);

        await Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "n",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = "https://github.com/acme/grocery" },
        });

        Wire.Request.Body.Should().Be("""{"name":"n","template":"blank","repo":{"url":"https://github.com/acme/grocery"}}""");
    }

    [Fact]
    public async Task The_headers_say_who_asks_and_what_for()
    {
        Wire.Answers(Path, Created);

        await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank, ExternalAppId = "app_abc123" });

        Wire.Request.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
        Wire.Request.Header("Idempotency-Key").Should().Be("app_abc123");
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        Wire.Request.Header("Accept").Should().Be("application/json");
        Wire.Request.Header("User-Agent").Should().MatchRegex(@"^Flapjack\.Sdk/\d+\.\d+\.\d+$");
    }

    [Fact]
    public async Task An_idempotency_key_is_never_invented()
    {
        Wire.Answers(Path, Created);

        await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank });

        Wire.Request.Headers.Should().NotContainKey("Idempotency-Key");
    }

    [Theory]
    [InlineData("node-playwright")]
    [InlineData("python-jupyter")]
    [InlineData("nextjs-fullstack")]
    [InlineData("rust-cargo")]
    [InlineData("blank")]
    [InlineData("go-modules")]
    public async Task Any_template_may_be_named_known_or_not(string template)
    {
        Wire.Answers(Path, Created);

        await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = new(template) });

        Wire.Request.Body.Should().Be($$"""{"name":"n","template":"{{template}}"}""");
    }

    [Fact]
    public void The_constants_stand_for_the_contracts_words()
    {
        ComputerTemplate[] templates =
            [ComputerTemplate.NodePlaywright, ComputerTemplate.PythonJupyter, ComputerTemplate.NextjsFullstack, ComputerTemplate.RustCargo, ComputerTemplate.Blank];
        ComputerSizeClass[] sizes = [ComputerSizeClass.Small, ComputerSizeClass.Medium, ComputerSizeClass.Large];

        templates.Select(template => template.ToString()).Should().Equal("node-playwright", "python-jupyter", "nextjs-fullstack", "rust-cargo", "blank");
        sizes.Select(size => size.ToString()).Should().Equal("small", "medium", "large");
    }

    [Fact]
    public async Task A_value_of_any_characters_arrives_as_it_was()
    {
        Wire.Answers(Path, Created);
        const string value = "tab\t, newline\n, quote ', $(x), \\, ü, 日本, 🥞";

        await Client.CreateAgentFromTemplateAsync(new() { Name = value, Template = ComputerTemplate.Blank, EnvVars = [new("K", value)] });

        using var body = System.Text.Json.JsonDocument.Parse(Wire.Request.Body);
        body.RootElement.GetProperty("name").GetString().Should().Be(value);
        body.RootElement.GetProperty("envVars")[0].GetProperty("value").GetString().Should().Be(value);
    }
}
