using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Json;

/// <summary>Text that would arrive as another text is refused at the call, wherever it stands, and nothing is sent.</summary>
public sealed partial class UnsendableTextTests : WireTest
{
    private static readonly CreateAgentFromTemplateRequest Good = new() { Name = "n", Template = ComputerTemplate.Blank };

    // Escaped: on the way from the runner to a test, half a character would be mended.
    public static TheoryData<string> Halves => [@"\ud83d", @"a\ud83d b", @"\ude00", @"\ude00\ud83d", @"😀\ud83d", @"x\ud83d\ud83d\ude00", @"\udfff"];

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_every_field_of_a_command(string escaped)
    {
        var text = Regex.Unescape(escaped);

        Refuses(() => Client.ExecComputerAsync("a1", new() { Command = $"printf '%s' '{text}'" }), "Command", "options", text);
        Refuses(() => Client.RunComputerAsync("a1", new() { Command = $"printf '%s' '{text}'" }), "Command", "options", text);
        Refuses(() => Client.ExecComputerAsync("a1", new() { Command = "ls", WorkingDir = $"/workspace/{text}" }), "WorkingDir", "options", text);
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_every_field_of_a_new_agent(string escaped)
    {
        var text = Regex.Unescape(escaped);

        Refuses(Good with { Name = text }, "Name", text);
        Refuses(Good with { Template = new(text) }, "Template", text);
        Refuses(Good with { Repo = new() { Url = "https://github.com/a/b", Branch = $"b{text}" } }, "Repo.Branch", text);
        Refuses(Good with { Repo = new() { Url = "https://github.com/a/b", InstallCmd = text } }, "Repo.InstallCmd", text);
        Refuses(Good with { Repo = new() { Url = $"https://github.com/a/{text}" } }, "Repo.Url", "no secret");
        Refuses(Good with { EnvVars = [new("A", "ok"), new("B", "ok"), new("C", text)] }, "EnvVars[2].Value", text);
        Refuses(Good with { EnvVars = [new("A", "ok"), new($"B{text}", "ok")] }, "EnvVars[1].Key", "no secret");
        Refuses(Good with { SizeClass = new(text) }, "SizeClass", text);
        Refuses(Good with { WebhookUrl = $"https://hooks.acme.dev/{text}" }, "WebhookUrl", text);
        Refuses(Good with { ExternalAppId = text }, "ExternalAppId", text);
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_every_field_of_a_configuration(string escaped)
    {
        var text = Regex.Unescape(escaped);

        Refuses(new ComputerConfig { Provider = new(text) }, "Provider");
        Refuses(new ComputerConfig { Mode = new(text) }, "Mode");
        Refuses(new ComputerConfig { Scope = new(text) }, "Scope");
        Refuses(new ComputerConfig { SizeClass = new(text) }, "SizeClass");
        Refuses(new ComputerConfig { AdditionalProperties = new Dictionary<string, JsonElement> { [text] = JsonElement.Parse("1") } }, "A key of AdditionalProperties");
    }

    [Theory]
    [InlineData("""  "\ud83d"  """, "AdditionalProperties[\"x\"]")]
    [InlineData("""  {"y":["ok",{"z":"\ude00"}]}  """, "AdditionalProperties[\"x\"][\"y\"][1][\"z\"]")]
    [InlineData("""  {"\ud83d":1}  """, "The name of a field of AdditionalProperties[\"x\"]")]
    public void Half_a_character_is_refused_in_json_that_goes_back_as_it_came(string json, string field) =>
        Refuses(new ComputerConfig { AdditionalProperties = new Dictionary<string, JsonElement> { ["x"] = JsonElement.Parse(json) } }, field);

    [Fact]
    public void An_undefined_json_value_is_refused() =>
        Refuses(new ComputerConfig { AdditionalProperties = new Dictionary<string, JsonElement> { ["x"] = default } }, "AdditionalProperties[\"x\"]");

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_an_id_by_every_method(string escaped)
    {
        var text = Regex.Unescape(escaped);

        Action[] calls =
        [
            () => Client.GetComputerStatusAsync(text),
            () => Client.WatchComputerStatusAsync(text),
            () => Client.WaitUntilComputerReadyAsync(text),
            () => Client.GetComputerConfigAsync(text),
            () => Client.UpdateComputerConfigAsync(text, new()),
            () => Client.GetComputerInstancesAsync(text),
            () => Client.StreamBootstrapAsync(text),
            () => Client.ExecComputerAsync(text, new() { Command = "ls" }),
            () => Client.RunComputerAsync(text, new() { Command = "ls" }),
            () => Client.DeleteAgentAsync(text),
        ];

        calls.Should().AllSatisfy(call => Refuses(call, "agentId", "agentId", text));
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_a_commands_id_at_the_call(string escaped)
    {
        var text = Regex.Unescape(escaped);

        Refuses(() => Client.AttachComputerExecAsync("a1", text), "execId", "execId", text);
        Refuses(() => Client.StopComputerExecAsync("a1", text), "execId", "execId", text);
        Refuses(() => Client.AttachComputerExecAsync(text, "exec_1"), "agentId", "agentId", text);
        Refuses(() => Client.StopComputerExecAsync(text, "exec_1"), "agentId", "agentId", text);
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_a_character_is_refused_in_the_base_address(string escaped)
    {
        var make = () => new FlapjackClient(TestClient.Options(new($"http://flapjack.test/{Regex.Unescape(escaped)}")));

        make.Should().Throw<ArgumentException>().WithMessage("The Flapjack option BaseAddress holds half a character*");
    }

    [Fact]
    public void A_NUL_character_is_refused_and_named()
    {
        Refuses(() => Client.ExecComputerAsync("a1", new() { Command = "echo a\0b" }), "Command", "options", "echo");
        Refuses(() => Client.ExecComputerAsync("a1", new() { Command = "ls", WorkingDir = "/a\0" }), "WorkingDir", "options", "/a");
        Refuses(Good with { Name = "n\0" }, "Name", "\0");
        Refuses(Good with { Repo = new() { Url = "https://github.com/a/b", InstallCmd = "npm\0" } }, "Repo.InstallCmd", "npm");
        Refuses(new ComputerConfig { AdditionalProperties = new Dictionary<string, JsonElement> { ["x"] = JsonElement.Parse("\"\\u0000\"") } }, "AdditionalProperties[\"x\"]");
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("\ufffd")]
    [InlineData("\ud7ff\ue000\uffff")]
    [InlineData("e\u0301 日本 \U0010FFFF")]
    public async Task Whole_characters_are_sent_as_they_are(string text)
    {
        Wire.Answers("/api/agents/from-template", "{}");

        await Client.CreateAgentFromTemplateAsync(Good with { Name = text, EnvVars = [new("A", text)] });

        using var body = JsonDocument.Parse(Wire.Request.Body);
        body.RootElement.GetProperty("name").GetString().Should().Be(text);
        body.RootElement.GetProperty("envVars")[0].GetProperty("value").GetString().Should().Be(text);
    }

    [Fact]
    public void A_body_of_any_shape_is_looked_through()
    {
        var bodies = new (Later Body, string Field)[]
        {
            (new() { Names = ["ok", "\ud83d"] }, "Names[1]"),
            (new() { Labels = new() { ["ok"] = "\ud83d" } }, "Labels[\"ok\"]"),
            (new() { Labels = new() { ["\ud83d"] = "ok" } }, "A key of Labels"),
            (new() { Next = new() { Next = new() { Names = ["\ud83d"] } } }, "Next.Next.Names[0]"),
            (new() { Any = JsonElement.Parse("[\"\\ud83d\"]") }, "Any[0]"),
        };

        bodies.Should().AllSatisfy(pair =>
            FluentActions.Invoking(() => JsonBody.Of(pair.Body, LaterJson.Default.Later, "later"))
                .Should().Throw<ArgumentException>().WithMessage(pair.Field + " holds half a character*").WithParameterName("later"));
    }

    private void Refuses(CreateAgentFromTemplateRequest request, string field, string secret) =>
        Refuses(() => Client.CreateAgentFromTemplateAsync(request), field, "request", secret);

    private void Refuses(ComputerConfig config, string field) =>
        Refuses(() => Client.UpdateComputerConfigAsync("a1", config), field, "config", "no secret");

    // Not asynchronous: the arguments are checked at the call, not when its task is awaited or its events are read.
    private void Refuses(Action call, string field, string parameter, string secret)
    {
        var thrown = call.Should().Throw<ArgumentException>().WithParameterName(parameter).Which;

        thrown.Message.Should().StartWith(field + " ").And.NotContain(secret);
        Wire.Requests.Should().BeEmpty();
    }

    internal sealed record Later
    {
        public List<string>? Names { get; init; }

        public Dictionary<string, string>? Labels { get; init; }

        public Later? Next { get; init; }

        public JsonElement? Any { get; init; }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Later))]
    internal sealed partial class LaterJson : JsonSerializerContext;
}
