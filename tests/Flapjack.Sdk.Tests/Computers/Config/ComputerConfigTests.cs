using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.Config;

public sealed class ComputerConfigTests : WireTest
{
    private const string Path = "/api/agents/a1/computer";

    [Fact]
    public async Task A_configuration_is_read_with_all_of_its_fields()
    {
        var config = await Read("""{"enabled":true,"provider":"heyvm","mode":"persistent","scope":"agent","sizeClass":"small"}""");

        Wire.Request.Method.Should().Be("GET");
        config.Should().Be(new ComputerConfig
        {
            Enabled = true,
            Provider = ComputerProvider.Heyvm,
            Mode = ComputerMode.Persistent,
            Scope = ComputerScope.Agent,
            SizeClass = ComputerSizeClass.Small,
        });
    }

    [Theory]
    [InlineData("""{"enabled":false}""")]
    [InlineData("""{"enabled":false,"provider":null,"mode":null,"scope":null,"sizeClass":null}""")]
    public async Task A_computer_that_is_not_enabled_says_no_more(string json)
    {
        var config = await Read(json);

        config.Should().Be(new ComputerConfig { Enabled = false });
    }

    [Fact]
    public async Task Fields_and_values_that_nobody_knows_go_back_as_they_came()
    {
        const string Json = """{"enabled":true,"provider":"moon","mode":"custom","scope":"planet","sizeClass":"huge","endpoint":{"url":"https://x.test","ports":[1,2]},"note":null}""";
        Wire.Answers(Path, Json);
        var config = await Client.GetComputerConfigAsync("a1").Soon();

        await Client.UpdateComputerConfigAsync("a1", config with { Mode = ComputerMode.Ephemeral }).Soon();

        config.Provider!.Value.Value.Should().Be("moon");
        Wire.Requests[^1].Method.Should().Be("PUT");
        Wire.Requests[^1].Body.Should().Be(Json.Replace("custom", "ephemeral", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_update_sends_what_is_set_and_reads_what_holds_now()
    {
        Wire.Answers(Path, """{"enabled":true,"provider":"heyvm","sizeClass":"large"}""");

        var config = await Client.UpdateComputerConfigAsync("a1", new() { SizeClass = ComputerSizeClass.Large }).Soon();

        Wire.Request.Body.Should().Be("""{"sizeClass":"large"}""");
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        config.Should().Be(new ComputerConfig { Enabled = true, Provider = ComputerProvider.Heyvm, SizeClass = ComputerSizeClass.Large });
    }

    [Fact]
    public async Task A_refused_update_names_the_field()
    {
        Wire.Answers(Path, new Answer(400, """{"error":"INVALID_COMPUTER_CONFIG","detail":"mode must be ephemeral, persistent or custom."}"""));

        var update = () => Client.UpdateComputerConfigAsync("a1", new() { Mode = new("eternal") }).Soon();

        var thrown = (await update.Should().ThrowAsync<FlapjackValidationException>()).Which;
        (thrown.ErrorCode, thrown.Detail).Should().Be(("INVALID_COMPUTER_CONFIG", "mode must be ephemeral, persistent or custom."));
    }

    [Fact]
    public async Task Reading_and_updating_are_safe_to_repeat()
    {
        Wire.Answers(Path, new Answer(503), Answer.Json("{}"), new Answer(503), Answer.Json("{}"));

        await Client.GetComputerConfigAsync("a1").Soon();
        await Client.UpdateComputerConfigAsync("a1", new() { Enabled = true }).Soon();

        Wire.Requests.Select(request => request.Method).Should().Equal("GET", "GET", "PUT", "PUT");
        Wire.Requests.Where(request => request.Method == "PUT").Should().OnlyContain(request => request.Body == """{"enabled":true}""");
    }

    [Fact]
    public async Task An_update_without_a_configuration_is_refused_at_the_call()
    {
        var update = () => Client.UpdateComputerConfigAsync("a1", null!);

        await update.Should().ThrowAsync<ArgumentNullException>().WithParameterName("config");
    }

    [Fact]
    public async Task Instances_are_the_services_own_JSON()
    {
        Wire.Answers("/api/agents/a1/computer-instances", """[{"id":"heyo-abc","vm":{"cpu":2}}, "bare", 7]""");

        var instances = await Client.GetComputerInstancesAsync("a1").Soon();

        Wire.Request.Method.Should().Be("GET");
        instances.Select(instance => instance.GetRawText()).Should().Equal("""{"id":"heyo-abc","vm":{"cpu":2}}""", "\"bare\"", "7");
        instances[0].GetProperty("vm").GetProperty("cpu").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task There_may_be_no_instance()
    {
        Wire.Answers("/api/agents/a1/computer-instances", "[]");

        (await Client.GetComputerInstancesAsync("a1").Soon()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>")]
    public async Task Instances_that_are_no_list_are_not_the_API(string body)
    {
        Wire.Answers("/api/agents/a1/computer-instances", body);

        var read = () => Client.GetComputerInstancesAsync("a1").Soon();

        (await read.Should().ThrowAsync<FlapjackProtocolException>()).Which.Raw.Should().Be(body);
    }

    private Task<ComputerConfig> Read(string json)
    {
        Wire.Answers(Path, json);
        return Client.GetComputerConfigAsync("a1").Soon();
    }
}
