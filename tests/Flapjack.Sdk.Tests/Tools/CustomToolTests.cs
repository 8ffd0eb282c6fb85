using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Tools;

public sealed class CustomToolTests : WireTest
{
    private const string All = "/api/tools";
    private const string One = "/api/tools/t1";
    private const string Url = "https://hooks.acme.dev/order";
    private const string Schema = """{"type":"object","properties":{"order":{"type":"string"}}}""";

    private const string Json = $$"""
        {"id":"t1","org_id":"o1","name":"find_order","description":"Finds an order.","url":"{{Url}}","parameters":{{Schema}},
         "created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02T11:00:00Z","color":"red"}
        """;

    public static TheoryData<UpdateToolRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Name = "new", Url = Url }, $$"""{"name":"new","url":"{{Url}}"}""" },
        { new() { Description = "", Parameters = JsonElement.Parse(Schema) }, $$"""{"description":"","parameters":{{Schema}}}""" },
        { new() { Description = null, Parameters = null }, """{"description":null,"parameters":null}""" },
    };

    [Fact]
    public async Task A_tool_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var tool = await Client.GetToolAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (tool.Id, tool.OrgId, tool.Name, tool.Description, tool.Url).Should().Be(("t1", "o1", "find_order", "Finds an order.", Url));
        tool.Parameters!.Value.GetRawText().Should().Be(Schema);
        tool.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        tool.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 2, 11, 0, 0, TimeSpan.Zero));
        tool.AdditionalProperties!["color"].GetString().Should().Be("red");
    }

    [Fact]
    public async Task Tools_are_listed_and_an_odd_field_costs_that_field()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"t2","name":7,"parameters":[1],"created_at":"soon"},{}]""");

        var tools = await Client.ListToolsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        tools.Select(tool => (tool.Id, tool.Name)).Should().Equal(("t1", "find_order"), ("t2", null), ("", null));
        tools[1].Parameters!.Value.GetRawText().Should().Be("[1]");
        tools[1].AdditionalProperties!.Keys.Should().BeEquivalentTo("name", "created_at");
        (tools[2].Description, tools[2].Url, tools[2].Parameters, tools[2].CreatedAt).Should().Be((null, null, null, null));
    }

    [Fact]
    public async Task A_tool_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var tool = await Client.CreateToolAsync(new() { Name = "find_order", Description = "Finds an order.", Url = Url, Parameters = JsonElement.Parse(Schema) }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("POST", All, $$"""{"name":"find_order","description":"Finds an order.","url":"{{Url}}","parameters":{{Schema}}}"""));
        tool.Id.Should().Be("t1");
    }

    [Fact]
    public async Task What_is_null_is_not_sent()
    {
        Wire.Answers(All, new Answer(201, Json));

        await Client.CreateToolAsync(new() { Name = "ping", Url = Url }).Soon();

        Wire.Request.Body.Should().Be($$"""{"name":"ping","url":"{{Url}}"}""");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateToolRequest request, string body)
    {
        Wire.Answers(One, Json);

        var tool = await Client.UpdateToolAsync("t1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        tool.Name.Should().Be("find_order");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_tool_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteToolAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_validation_error()
    {
        Wire.Answers(All, new Answer(422, """{"error":"NAME_TAKEN","detail":"Choose another name."}"""));

        var create = () => Client.CreateToolAsync(new() { Name = "ping", Url = Url }).Soon();

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("NAME_TAKEN");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action[] ids = [() => Client.GetToolAsync(" "), () => Client.UpdateToolAsync("", new()), () => Client.DeleteToolAsync(null!)];
        Action[] requests =
        [
            () => Client.CreateToolAsync(null!),
            () => Client.UpdateToolAsync("t1", null!),
            () => Client.CreateToolAsync(new() { Name = "ping", Url = Url, Parameters = default(JsonElement) }),
            () => Client.UpdateToolAsync("t1", new() { Parameters = JsonElement.Parse("""{"a":"\ud83e"}""") }),
        ];

        ids.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("toolId"));
        requests.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}
