using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Tools;

public sealed class CustomToolsTests(PlainBackend plain) : IClassFixture<PlainBackend>
{
    private const string Schema = """{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}""";

    [Fact]
    public async Task A_tool_is_created_listed_changed_read_and_deleted()
    {
        var client = plain.Stranger();

        var created = await client.CreateToolAsync(
            new() { Name = "find_order", Description = "Finds an order.", Url = "https://hooks.acme.dev/order", Parameters = JsonElement.Parse(Schema) }, Limit.Token);
        var listed = await client.ListToolsAsync(Limit.Token);
        var changed = await client.UpdateToolAsync(created.Id, new() { Name = "order", Description = null }, Limit.Token);
        var cleared = await client.UpdateToolAsync(created.Id, new() { Url = "http://hooks.acme.dev/order", Parameters = null }, Limit.Token);
        var read = await client.GetToolAsync(created.Id, Limit.Token);
        await client.DeleteToolAsync(created.Id, Limit.Token);

        (created.Name, created.Description, created.Url).Should().Be(("find_order", "Finds an order.", "https://hooks.acme.dev/order"));
        created.Parameters!.Value.GetRawText().Should().Be(Schema);
        created.CreatedAt.Should().NotBeNull().And.Be(created.UpdatedAt);
        created.AdditionalProperties.Should().BeNull("the client knows every field of a tool");
        listed.Select(tool => tool.Id).Should().Equal(created.Id);
        (changed.Name, changed.Description, changed.Url).Should().Be(("order", null, created.Url));
        changed.Parameters!.Value.GetRawText().Should().Be(Schema);
        (cleared.Name, cleared.Url, cleared.Parameters).Should().Be(("order", "http://hooks.acme.dev/order", null));
        read.Should().Be(cleared);
        (await client.ListToolsAsync(Limit.Token)).Should().BeEmpty();
        await client.Invoking(gone => gone.GetToolAsync(created.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_name_that_no_model_accepts_are_refused()
    {
        var client = plain.Stranger();
        await client.CreateToolAsync(new() { Name = "ping", Url = "https://acme.dev" }, Limit.Token);

        var taken = () => client.CreateToolAsync(new() { Name = "ping", Url = "https://acme.dev" }, Limit.Token);
        var spaced = () => client.CreateToolAsync(new() { Name = "two words", Url = "https://acme.dev" }, Limit.Token);

        (await taken.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("NAME_TAKEN");
        (await spaced.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_NAME");
    }

    [Fact]
    public async Task A_tool_of_another_organization_is_forbidden()
    {
        var theirs = await plain.Stranger().CreateToolAsync(new() { Name = "theirs", Url = "https://acme.dev" }, Limit.Token);

        var read = () => plain.Client.GetToolAsync(theirs.Id, Limit.Token);

        await read.Should().ThrowAsync<FlapjackPermissionException>();
    }
}
